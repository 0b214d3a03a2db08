//! The built program in a real window: started under Xvfb, driven with real key and mouse events, looked at.
//!
//! A second window without a display, drawn from the same state, tells where things are and what they look like; what
//! it shows and what stands on the screen have to be the same picture, but for the time of day.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use egui::Vec2;
use image::RgbaImage;
use pchat_console::adapters::files::{DataFolder, FileJournal, save_profiles};
use pchat_console::domain::{
    Authentication, Environment, Language, Moment, Profile, Profiles, Theme,
};
use pchat_console::plan::{Journal, StepStatus, fold};
use pchat_console::ports::JournalStore as _;

use crate::peer::Peer;
use crate::window::{self, Setup, Window};
use crate::window_wizard::node;

const SIZE: (u32, u32) = (1200, 800);
/// Generous, for a machine that draws without a graphics card and is busy with other things.
const PATIENCE: Duration = Duration::from_mins(1);
/// The share of the screen that may differ: the time of day, a blinking cursor, the shade of an edge.
const SAME: f64 = 0.004;
/// A step of the wizard differs from the next by more than twice this.
const ALIKE: f64 = 0.02;
const ADDRESS: &str = "sip:persistentchat@contoso.com";

/// A virtual screen, ended with the test.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-nolisten",
                "tcp",
                "-noreset",
                "-screen",
                "0",
            ])
            .arg(format!("{}x{}x24", SIZE.0, SIZE.1))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed; ./check installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("a pipe"))
            .read_line(&mut number)
            .expect("Xvfb says its display");
        Self {
            server,
            display: format!(":{}", number.trim()),
        }
    }

    /// `timeout` ends what would wait for ever, such as a search for a window that never comes.
    fn xdotool(&self, arguments: &[&str]) -> String {
        let done = Command::new("timeout")
            .args(["60", "xdotool"])
            .args(arguments)
            .env("DISPLAY", &self.display)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("xdotool is installed; ./check installs it");
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    fn look(&self) -> RgbaImage {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("screen.png");
        let done = Command::new("import")
            .args(["-silent", "-window", "root"])
            .arg(&file)
            .env("DISPLAY", &self.display)
            .status()
            .expect("ImageMagick is installed; ./check installs it");
        assert!(done.success());
        image::open(&file).expect("a picture").to_rgba8()
    }
}

impl Screen {
    /// Waits until the screen is no longer what it was, and then twice the same. A click on what has the focus already
    /// changes nothing; what came of it is looked at later.
    fn rest(&self, before: &RgbaImage) {
        let begun = Instant::now();
        let mut last = before.clone();
        while begun.elapsed() < PATIENCE / 6 {
            thread::sleep(Duration::from_millis(250));
            let now = self.look();
            if difference(&now, &last) == 0.0 && difference(&now, before) > 0.0 {
                return;
            }
            last = now;
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// The program, ended with the test.
struct Program(Child);

impl Program {
    fn start(screen: &Screen, data: &Path) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_pchat-console"))
            .args(["--lang", "ko", "--data-dir"])
            .arg(data)
            .env("DISPLAY", &screen.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            // No renderer is chosen: software Vulkan is refused and OpenGL takes over in the same process.
            .env("VK_DRIVER_FILES", software_vulkan())
            .env("TZ", "Asia/Seoul")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        Self(child)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The real window and its twin.
struct Pair {
    screen: Screen,
    twin: Window,
}

impl Pair {
    /// Clicks what carries this label, in both.
    fn click(&mut self, label: &str) {
        let place = node(&self.twin, label).rect().center();
        let (x, y) = (format!("{:.0}", place.x), format!("{:.0}", place.y));
        self.screen.xdotool(&["mousemove", &x, &y]);
        self.screen.xdotool(&["click", "1"]);
        node(&self.twin, label).click();
        self.twin.run();
    }

    /// Types into what has the focus, in both.
    fn type_text(&mut self, text: &str) {
        self.screen.xdotool(&["type", "--delay", "20", text]);
        self.twin.event(egui::Event::Text(text.to_owned()));
        self.twin.run();
    }

    fn key(&mut self, key: egui::Key, modifiers: egui::Modifiers, name: &str) {
        self.screen.xdotool(&["key", name]);
        self.twin.key_press_modifiers(modifiers, key);
        self.twin.run();
    }

    /// Clicks in both, and waits until the screen has changed and rests.
    fn click_and_wait(&mut self, label: &str) {
        let before = self.screen.look();
        self.click(label);
        self.screen.rest(&before);
    }

    /// Waits until the screen shows what the twin shows.
    fn see(&mut self, what: &str) {
        self.see_within(what, SAME);
    }

    /// The same where the two read from different deployments: another host, another order of rows.
    fn see_alike(&mut self, what: &str) {
        self.see_within(what, ALIKE);
    }

    fn see_within(&mut self, what: &str, limit: f64) {
        let expected = self.twin.render().expect("lavapipe draws the twin");
        let begun = Instant::now();
        loop {
            let seen = self.screen.look();
            let difference = difference(&seen, &expected);
            if difference <= limit {
                return;
            }
            if begun.elapsed() > PATIENCE {
                let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
                seen.save(folder.join(format!("{what}-seen.png"))).ok();
                expected
                    .save(folder.join(format!("{what}-expected.png")))
                    .ok();
                panic!(
                    "{what}: {:.1} % of the screen differ; see {}",
                    difference * 100.0,
                    folder.display()
                );
            }
            thread::sleep(Duration::from_millis(200));
        }
    }
}

/// The share of pixels that are clearly of another color.
fn difference(seen: &RgbaImage, expected: &RgbaImage) -> f64 {
    let mut differing = 0_u32;
    for (x, y, pixel) in expected.enumerate_pixels() {
        let other = seen.get_pixel_checked(x, y).map_or([0; 4], |pixel| pixel.0);
        let distance: u32 = pixel.0[..3]
            .iter()
            .zip(&other[..3])
            .map(|(a, b)| u32::from(a.abs_diff(*b)))
            .sum();
        if distance > 90 {
            differing += 1;
        }
    }
    f64::from(differing) / f64::from(expected.width() * expected.height())
}

/// The program on a screen of its own, in Korean and light, and its twin.
fn start(data: &Path, setup: Setup) -> (Pair, Program) {
    // The theme of a machine without a desktop is not defined, so it is chosen.
    std::fs::write(
        data.join("settings.ron"),
        "Settings(version: 1, language: None, theme: Light)",
    )
    .expect("a settings file");
    let screen = Screen::start();
    let program = Program::start(&screen, data);
    let window = screen.xdotool(&[
        "search",
        "--sync",
        "--onlyvisible",
        "--class",
        "pchat-console",
    ]);
    let window = window.lines().next().expect("a window").to_owned();
    let title = screen.xdotool(&["getwindowname", &window]);
    assert!(title.contains("영구 채팅"), "{title:?}");
    screen.xdotool(&["windowmove", &window, "0", "0"]);
    screen.xdotool(&["windowsize", &window, "1200", "800"]);
    screen.xdotool(&["windowfocus", &window]);
    #[expect(clippy::cast_precision_loss, reason = "a screen's size")]
    let size = Vec2::new(SIZE.0 as f32, SIZE.1 as f32);
    let setup = Setup {
        size,
        ..setup.theme(Theme::Light)
    };
    let mut pair = Pair {
        screen,
        twin: window::open(setup),
    };
    pair.see("overview");
    (pair, program)
}

#[test]
fn the_built_program_creates_an_endpoint_in_a_real_window() {
    let data = tempfile::tempdir().expect("a folder");
    let (mut pair, _program) = start(data.path(), Setup::new(Language::Korean));
    pair.key(egui::Key::Num3, egui::Modifiers::COMMAND, "ctrl+3");
    pair.see("endpoints");
    pair.click("레거시 끝점 만들기…");
    pair.see("wizard-pool");
    pair.click("pchat-seoul.contoso.com");
    pair.see("wizard-pool-chosen");
    pair.click("다음");
    pair.see("wizard-address-empty");
    pair.click("SIP 주소");
    pair.type_text(ADDRESS);
    pair.see("wizard-address");
    pair.click("다음");
    pair.see("wizard-checks");
    pair.click("다음");
    pair.see("wizard-review");
    pair.click("만들기");
    pair.see("wizard-result");
    pair.click("닫기");
    pair.see("endpoints-after");

    let journal = FileJournal::new(
        data.path().join("journal/lab"),
        Moment::try_from("2026-11-20T14:05:09+09:00".to_owned()).expect("a moment"),
        0,
    );
    let journal = Journal::read(&journal.files().expect("a journal"));
    assert_eq!(journal.damages, []);
    let (plans, _) = fold(&journal.records, None);
    let [plan] = plans.as_slice() else {
        panic!("one plan was run: {plans:?}");
    };
    assert_eq!(plan.status(), StepStatus::Done);
    assert_eq!(
        plan.plan.address().map(ToString::to_string).as_deref(),
        Some(ADDRESS)
    );
}

#[test]
fn the_built_program_creates_an_endpoint_on_a_server_that_is_not_ours() {
    let peer = Peer::start(&["--replication-delay", "2"]);
    let data = tempfile::tempdir().expect("a folder");
    let profiles = Profiles {
        version: 1,
        profiles: vec![Profile {
            name: "리허설 서버".to_owned(),
            uri: peer.fact("uri").to_owned(),
            user: peer.fact("user").to_owned(),
            ca_file: peer.dial().ca_file,
            authentication: Authentication::Ntlm,
            environment: Environment::Rehearsal,
            ..Profile::default()
        }],
    };
    let folder = DataFolder::new(Some(data.path().to_owned())).expect("a data folder");
    save_profiles(&folder, &profiles).expect("a profiles file");
    let setup = Setup {
        profiles,
        ..Setup::new(Language::Korean)
    };
    let (mut pair, _program) = start(data.path(), setup);
    pair.click_and_wait("연결…");
    pair.click_and_wait("리허설 서버");
    pair.click_and_wait("암호");
    pair.type_text(peer.password().expose());
    pair.click_and_wait("연결");
    pair.key(egui::Key::Num3, egui::Modifiers::COMMAND, "ctrl+3");
    pair.see_alike("live-endpoints");
    pair.click_and_wait("변경 허용…");
    pair.see_alike("allow-changes");
    pair.click_and_wait("변경 허용");
    pair.click_and_wait("레거시 끝점 만들기…");
    pair.click_and_wait("pchat-seoul.contoso.com");
    pair.click_and_wait("다음");
    pair.click_and_wait("SIP 주소");
    pair.type_text(ADDRESS);
    pair.see_alike("live-address");
    pair.click_and_wait("다음");
    pair.see_alike("live-checks");
    pair.click_and_wait("다음");
    pair.click_and_wait("만들기");
    pair.see_alike("live-result");

    let endpoints = peer.get("/state");
    assert!(endpoints.to_string().contains(ADDRESS), "{endpoints}");
    // Nothing that was written down holds the password.
    let password = peer.password();
    for file in crate::support::files_below(data.path(), "") {
        let text = String::from_utf8_lossy(&std::fs::read(&file).expect("a file")).into_owned();
        assert!(!text.contains(password.expose()), "{}", file.display());
    }
}

#[test]
fn software_vulkan_is_refused_in_one_sentence_when_nothing_else_may_be_tried() {
    let data = tempfile::tempdir().expect("a folder");
    let screen = Screen::start();
    let done = Command::new(env!("CARGO_BIN_EXE_pchat-console"))
        .args(["--lang", "en", "--renderer", "wgpu", "--data-dir"])
        .arg(data.path())
        .env("DISPLAY", &screen.display)
        .env_remove("WAYLAND_DISPLAY")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("VK_DRIVER_FILES", software_vulkan())
        .output()
        .expect("the program starts");
    assert_eq!(done.status.code(), Some(4));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("No window could be opened"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let logs = crate::support::files_below(&data.path().join("logs"), ".log");
    let log = std::fs::read_to_string(&logs[0]).expect("a log");
    assert!(log.contains("only software adapters were found"), "{log}");
}

/// The driver file of lavapipe, whose name holds the processor's.
fn software_vulkan() -> std::path::PathBuf {
    std::fs::read_dir("/usr/share/vulkan/icd.d")
        .expect("mesa-vulkan-drivers is installed; ./check installs it")
        .map(|entry| entry.expect("a file").path())
        .find(|path| path.to_string_lossy().contains("lvp"))
        .expect("lavapipe is part of mesa-vulkan-drivers")
}

#[test]
fn without_a_display_there_is_one_sentence_and_exit_code_four() {
    let data = tempfile::tempdir().expect("a folder");
    for (language, words) in [
        ("ko", "창을 열 수 없습니다"),
        ("ja", "ウィンドウを開けませんでした"),
        ("en", "No window could be opened"),
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_pchat-console"))
            .args(["--lang", language, "--data-dir"])
            .arg(data.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .expect("the program starts");
        assert_eq!(done.status.code(), Some(4));
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(said.starts_with(words), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(done.stdout.is_empty());
    }
}
