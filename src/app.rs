//! The window's wiring: egui on one side, the console's state in the middle, the runtime on the other. No decisions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{self, ViewportCommand};

use crate::adapters::clock::SystemClock;
use crate::adapters::files::{self, DataFolder, Loaded, Place};
use crate::adapters::{log, platform};
use crate::cli::{Exit, Renderer, WindowOptions};
use crate::console::{Effect, Input, Intent, NoteKind, Places, State, update};
use crate::domain::{Language, Message, Source, Theme};
use crate::localization::{Doing, Localizers, system_language};
use crate::ports::Clock as _;
use crate::runtime::{Outside, Runtime};
use crate::tr;
use crate::ui::{self, fonts, theme};
use crate::wiring::Wiring;

/// Must be the name of the desktop file, so that Wayland finds the icon.
const APP_ID: &str = "pchat-console";
const ICON: &[u8] = include_bytes!("../assets/icon.png");
/// Remote desktops of administrators are often this small.
const SMALLEST: [f32; 2] = [960.0, 640.0];
const FIRST_SIZE: [f32; 2] = [1200.0, 800.0];

/// Opens the window and returns when it is closed: with wgpu, then with glow in the same process.
pub fn open_window(options: &WindowOptions) -> Exit {
    let clock = SystemClock::default();
    let localizers = Localizers::new(&clock.zone());
    let language = options.language.unwrap_or_else(system_language);
    let folder = match DataFolder::new(options.data_dir.clone()) {
        Ok(folder) => folder,
        Err(err) => {
            let presented = localizers.of(language).present(&err, Doing::Keeping);
            platform::tell_without_window(&format!("{}\n{}", presented.happened, presented.next));
            return Exit::NoWindow;
        }
    };
    let log = log::start(&folder.place(Place::Logs), clock.now(), std::process::id());
    let renderers = match options.renderer {
        Some(renderer) => vec![renderer],
        None => vec![Renderer::Wgpu, Renderer::Glow],
    };
    for renderer in renderers {
        let start = Start {
            localizers: localizers.clone(),
            asked: options.language,
            folder: folder.clone(),
            log: log.as_ref().map(Clone::clone).map_err(ToString::to_string),
            is_open: Arc::default(),
        };
        match run(renderer, &folder, start) {
            Ok(()) => return Exit::Done,
            Err(failure) => {
                tracing::warn!(?renderer, %failure, "the window could not be opened");
            }
        }
    }
    no_window(
        &localizers,
        language,
        log.as_ref().ok().map(PathBuf::as_path),
    )
}

/// What the window is built from; a value, because a second renderer builds it a second time.
struct Start {
    localizers: Localizers,
    asked: Option<Language>,
    folder: DataFolder,
    log: Result<PathBuf, String>,
    /// Set with the first frame.
    is_open: Arc<AtomicBool>,
}

fn run(renderer: Renderer, folder: &DataFolder, start: Start) -> Result<(), String> {
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("pchat-console")
        .with_inner_size(FIRST_SIZE)
        .with_min_inner_size(SMALLEST);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        viewport = viewport.with_icon(icon);
    }
    let mut native = eframe::NativeOptions {
        viewport,
        renderer: match renderer {
            Renderer::Wgpu => eframe::Renderer::Wgpu,
            Renderer::Glow => eframe::Renderer::Glow,
        },
        persistence_path: Some(folder.root().join("window.ron")),
        ..Default::default()
    };
    if let eframe::egui_wgpu::WgpuSetup::CreateNew(setup) = &mut native.wgpu_options.wgpu_setup
        && platform::refuses_software_vulkan()
    {
        setup.native_adapter_selector = Some(Arc::new(hardware_adapter));
    }
    let is_open = start.is_open.clone();
    // A missing driver makes some libraries panic instead of failing; either way the next renderer is tried.
    let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(
            APP_ID,
            native,
            Box::new(|context| Ok(Box::new(App::new(context, start)))),
        )
    }));
    match opened {
        Ok(result) => result.map_err(|err| err.to_string()),
        // Once the window was there it is our own panic, and a second window would hide it.
        Err(panic) if is_open.load(Ordering::SeqCst) => std::panic::resume_unwind(panic),
        Err(_panic) => Err("the graphics library ended unexpectedly".to_owned()),
    }
}

/// Software Vulkan is several times slower than software OpenGL, so on Linux it is left to the other renderer.
fn hardware_adapter(
    adapters: &[eframe::wgpu::Adapter],
    surface: Option<&eframe::wgpu::Surface<'_>>,
) -> Result<eframe::wgpu::Adapter, String> {
    adapters
        .iter()
        .filter(|adapter| adapter.get_info().device_type != eframe::wgpu::DeviceType::Cpu)
        .find(|adapter| surface.is_none_or(|surface| adapter.is_surface_supported(surface)))
        .cloned()
        .ok_or_else(|| "only software adapters were found".to_owned())
}

/// Says once, in the user's language, that there is no window, and what to try; the technical words are in the log.
fn no_window(localizers: &Localizers, language: Language, log: Option<&Path>) -> Exit {
    let localizer = localizers.of(language);
    let text = match log {
        Some(log) => tr!(localizer, "no-window", log = log.display().to_string()),
        None => tr!(localizer, "no-window-no-log"),
    };
    platform::tell_without_window(&text);
    Exit::NoWindow
}

struct App {
    state: State,
    runtime: Runtime,
    wiring: Arc<Wiring>,
    /// What of the state the window itself has taken on.
    shown: Shown,
    is_open: Arc<AtomicBool>,
}

#[derive(PartialEq, Eq)]
struct Shown {
    language: Option<Language>,
    theme: Option<Theme>,
    title: String,
}

impl App {
    fn new(context: &eframe::CreationContext<'_>, start: Start) -> Self {
        let wiring = Arc::new(Wiring::new(start.folder.clone()));
        let now = wiring.clock().now();
        let settings = files::load_settings(&start.folder, now);
        let profiles = files::load_profiles(&start.folder, now);
        let places = Places {
            data_folder: start.folder.root().to_owned(),
            settings: start.folder.place(Place::Settings),
            profiles: start.folder.place(Place::Profiles),
            journal: start.folder.place(Place::Journal),
            plans: start.folder.place(Place::Plans),
            log: start.log.as_ref().ok().cloned(),
        };
        let mut state = State::new(
            start.localizers,
            system_language(),
            start.asked,
            settings.value.clone(),
            profiles.value.clone(),
            places,
        );
        if !platform::HAS_CURRENT_USER {
            state.current_user = Err(Message::NoCurrentUserHere);
        }
        note_damage(&mut state, start.folder.place(Place::Settings), &settings);
        note_damage(&mut state, start.folder.place(Place::Profiles), &profiles);
        if let Err(words) = start.log {
            state.note(NoteKind::NoLog(words));
        }
        let wake_context = context.egui_ctx.clone();
        let outside: Arc<dyn Outside> = wiring.clone();
        let runtime = Runtime::new(outside, Arc::new(move || wake_context.request_repaint()));
        let mut app = Self {
            state,
            runtime,
            wiring,
            shown: Shown {
                language: None,
                theme: None,
                title: String::new(),
            },
            is_open: start.is_open,
        };
        app.show(&context.egui_ctx);
        app.take(&context.egui_ctx, Input::Intent(Intent::UseLab));
        app
    }

    fn take(&mut self, ctx: &egui::Context, input: Input) {
        let now = self.wiring.clock().now();
        for effect in update(&mut self.state, input, now) {
            match effect {
                Effect::Copy(text) => ctx.copy_text(text),
                Effect::Quit => {
                    self.state.close_when_done = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                effect => self.runtime.perform(effect),
            }
        }
    }

    /// Brings fonts, theme and title in line with the state.
    fn show(&mut self, ctx: &egui::Context) {
        let language = self.state.localizer.language();
        if self.shown.language != Some(language) {
            self.shown.language = Some(language);
            fonts::install(
                ctx,
                match language {
                    Language::Japanese => fonts::FontOrder::JapaneseFirst,
                    Language::Korean | Language::English => fonts::FontOrder::KoreanFirst,
                },
            );
        }
        if self.shown.theme != Some(self.state.settings.theme) {
            self.shown.theme = Some(self.state.settings.theme);
            theme::apply(
                ctx,
                match self.state.settings.theme {
                    Theme::System => theme::Theme::System,
                    Theme::Light => theme::Theme::Light,
                    Theme::Dark => theme::Theme::Dark,
                },
            );
        }
        let source = self
            .state
            .session
            .as_ref()
            .map_or(Source::Lab, |session| session.connection.source);
        let environment = self
            .state
            .localizer
            .environment(self.state.environment(), source);
        let title = tr!(
            self.state.localizer,
            "window-title",
            environment = environment
        );
        if self.shown.title != title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.shown.title = title;
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.is_open.store(true, Ordering::SeqCst);
        for event in self.runtime.events() {
            self.take(ctx, Input::Event(Box::new(event)));
        }
        if ctx.input(|input| input.viewport().close_requested())
            && self.state.is_running()
            && !self.state.close_when_done
        {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.take(ctx, Input::Intent(Intent::RequestClose));
        }
        self.show(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        for intent in ui::show(ui, &self.state) {
            self.take(&ctx, Input::Intent(intent));
            // What was wanted shows in the next frame, which otherwise might not come before the mouse moves.
            ctx.request_repaint();
        }
    }
}

fn note_damage<T>(state: &mut State, file: PathBuf, loaded: &Loaded<T>) {
    if let Some(problem) = &loaded.problem {
        state.note(NoteKind::KeptAside {
            file,
            aside: loaded.kept_aside.clone(),
            problem: problem.clone(),
        });
    }
}
