//! Every widget on one screen, in every theme and language: shows that each text has its glyphs and each
//! input its name. With `PCHAT_GALLERY=<folder>` it also leaves the pictures there, to be looked at.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use egui::accesskit::Role;
use egui::{CentralPanel, Frame, Id, Key, Modifiers, Panel, Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::console::table::{ColumnIndex, TableRows, TableState};
use crate::console::table::{Select, TableEvent};
use crate::ui::fonts::{self, FontOrder};
use crate::ui::icons;
use crate::ui::theme::{self, Environment, Theme, Tone, margin, size, space};

/// One text in English, Korean and Japanese.
type Words = [&'static str; 3];

/// Draws one page of the gallery.
type Draw = fn(&mut Ui, &Scene);

#[derive(Clone, Copy, Debug)]
struct Scene {
    language: usize,
    theme: Theme,
    page: Draw,
    name: &'static str,
}

impl Scene {
    fn say(&self, words: Words) -> &'static str {
        words[self.language]
    }

    fn file(&self) -> String {
        let theme = format!("{:?}", self.theme).to_lowercase();
        let language = ["en", "ko", "ja"][self.language];
        format!("gallery-{}-{language}-{theme}.png", self.name)
    }
}

struct Endpoints {
    rows: Vec<[String; 4]>,
}

const ADDRESS: Words = ["Address", "주소", "アドレス"];
const POOL: Words = ["Pool", "풀", "プール"];
const KIND: Words = ["Kind", "종류", "種類"];
const CHECKED: Words = ["Checked", "점검 결과", "チェック結果"];
const LEGACY: Words = ["Legacy", "레거시", "レガシー"];
const AUTOMATIC: Words = ["Automatic", "자동 생성", "自動作成"];
const FOUND: Words = ["Verified by console", "콘솔 검증", "コンソールで検証"];
const UNREAD: Words = ["Unknown outcome", "결과 미확인", "結果未確認"];
const FAILED: Words = ["Failed", "실패", "失敗"];

impl Endpoints {
    fn of(scene: &Scene) -> Self {
        let state = |n: usize| {
            scene
                .say([FOUND, FOUND, UNREAD, FOUND, FAILED][n % 5])
                .to_owned()
        };
        let rows = (1..=40).map(|n| {
            let automatic = n % 7 == 1;
            let address = if automatic {
                format!("sip:GC-1-PersistentChatService-{n}@contoso.com")
            } else {
                format!("sip:ocschat{n:02}@contoso.com")
            };
            let pool = format!("pchat{:02}.corp.contoso.com", n % 3 + 1);
            let kind = scene.say(if automatic { AUTOMATIC } else { LEGACY });
            [address, pool, kind.to_owned(), state(n)]
        });
        Self {
            rows: rows.collect(),
        }
    }
}

impl TableRows for Endpoints {
    type Key = String;

    fn generation(&self) -> u64 {
        1
    }

    fn row_count(&self) -> usize {
        self.rows.len()
    }

    fn column_count(&self) -> usize {
        4
    }

    fn key(&self, row: usize) -> String {
        self.rows[row][0].clone()
    }

    fn text(&self, row: usize, column: ColumnIndex) -> Cow<'_, str> {
        Cow::Borrowed(&self.rows[row][column])
    }
}

fn shell(ui: &mut Ui, scene: &Scene) {
    let palette = theme::palette(ui);
    let strip = Frame::new()
        .fill(palette.navigation)
        .inner_margin(margin::TOP_STRIP);
    Panel::top("strip")
        .exact_size(size::TOP_STRIP)
        .frame(strip)
        .show(ui, |ui| {
            environment_line(
                ui,
                ui.max_rect().expand2(Vec2::new(12.0, 0.0)),
                Environment::Lab,
            );
            ui.horizontal_centered(|ui| {
                let word = scene.say([
                    "Lab (not a real server)",
                    "모의 환경(실제 서버 아님)",
                    "模擬環境 (実サーバーではありません)",
                ]);
                let mode = scene.say(["Read-only", "읽기 전용", "読み取り専用"]);
                let host = Some("pchat01.corp.contoso.com");
                connection_chip(ui, Environment::Lab, icons::LAB, word, host, mode);
                trailing(ui, "tools", |ui| {
                    let language = scene.say(["Language", "언어", "言語"]);
                    Button::quiet(language)
                        .icon(icons::LANGUAGE)
                        .icon_only()
                        .show(ui);
                    let theme = scene.say(["Theme", "테마", "テーマ"]);
                    Button::quiet(theme)
                        .icon(icons::DARK_THEME)
                        .icon_only()
                        .show(ui);
                });
            });
        });
    let navigation = Frame::new()
        .fill(palette.navigation)
        .inner_margin(margin::NAVIGATION);
    Panel::left("navigation")
        .exact_size(size::NAVIGATION)
        .resizable(false)
        .frame(navigation)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (icon, words, current) in [
                (icons::OVERVIEW, ["Overview", "개요", "概要"], false),
                (icons::POOLS, ["Pools", "풀", "プール"], false),
                (
                    icons::ENDPOINTS,
                    ["Endpoints", "끝점", "エンドポイント"],
                    true,
                ),
                (
                    icons::PEOPLE,
                    ["Directory", "디렉터리", "ディレクトリ"],
                    false,
                ),
                (
                    icons::MIGRATION,
                    [
                        "Migration checklist",
                        "마이그레이션 체크리스트",
                        "移行チェックリスト",
                    ],
                    false,
                ),
                (icons::JOURNAL, ["Journal", "작업 이력", "作業履歴"], false),
                (icons::SETTINGS, ["Settings", "설정", "設定"], false),
            ] {
                nav_item(ui, icon, scene.say(words), current);
            }
        });
    let frame = Frame::new().fill(palette.window).inner_margin(margin::PAGE);
    CentralPanel::default()
        .frame(frame)
        .show(ui, |ui| (scene.page)(ui, scene));
}

fn list_page(ui: &mut Ui, scene: &Scene) {
    let title = scene.say(["Endpoints", "끝점", "エンドポイント"]);
    let purpose = scene.say([
        "The addresses legacy clients use to find Persistent Chat.",
        "레거시 클라이언트가 영구 채팅을 찾는 주소입니다.",
        "レガシー クライアントが常設チャットを見つけるためのアドレスです。",
    ]);
    page_header(ui, title, purpose, |ui| {
        let refresh = scene.say(["Refresh", "새로 고침", "最新の情報に更新"]);
        Button::secondary(refresh).icon(icons::REFRESH).show(ui);
        let new = scene.say([
            "New legacy endpoint…",
            "레거시 끝점 만들기…",
            "レガシー エンドポイントの作成…",
        ]);
        Button::primary(new).icon(icons::ADD).show(ui);
    });
    let details = Details {
        show: scene.say(["Details", "자세히", "詳細"]),
        hide: scene.say(["Hide details", "자세히 숨기기", "詳細を隠す"]),
        title: scene.say([
            "Words of the server",
            "서버의 메시지",
            "サーバーのメッセージ",
        ]),
        text: "Get-CsPersistentChatEndpoint : The LDAP server is unavailable.",
        copy: scene.say(["Copy", "복사", "コピー"]),
    };
    let banner = scene.say([
        "The outcome of one change is unknown",
        "변경 1건의 결과를 확인하지 못했습니다",
        "変更 1 件の結果を確認できませんでした",
    ]);
    let body = scene.say([
        "The connection was lost after the command was sent. Read the list again before you try anything else.",
        "명령을 보낸 뒤 연결이 끊어졌습니다. 다른 작업을 하기 전에 목록을 다시 조회하세요.",
        "コマンドの送信後に接続が切れました。ほかの操作の前に、一覧をもう一度取得してください。",
    ]);
    let again = scene.say(["Read again", "다시 조회", "再取得"]);
    Banner::new(Tone::Unknown, banner)
        .body(body)
        .action(Button::secondary(again))
        .details(details)
        .dismiss(scene.say(["Close", "닫기", "閉じる"]))
        .show(ui, "unknown outcome");
    ui.add_space(space::XS);
    let query = "";
    ui.horizontal(|ui| {
        let label = scene.say(["Search endpoints", "끝점 검색", "エンドポイントの検索"]);
        let hint = scene.say([
            "Address, pool or name",
            "주소, 풀 또는 이름",
            "アドレス、プールまたは名前",
        ]);
        let clear = scene.say(["Clear", "지우기", "クリア"]);
        SearchField::new(label, hint, clear).show(ui, "search", query);
        let all = scene.say(["All pools", "모든 풀", "すべてのプール"]);
        Combo::new(scene.say(POOL), &[all, "pchat01.corp.contoso.com"])
            .label_beside()
            .width(180.0)
            .show(ui, "pool", Some(0));
        trailing(ui, "count", |ui| {
            let at = scene.say([
                "14:05:09 · pchat01",
                "14:05:09 조회 · pchat01",
                "14:05:09 取得 · pchat01",
            ]);
            stale_line(ui, at, None);
        });
    });
    let data = Endpoints::of(scene);
    let mut state = TableState::sorted_by(0, crate::console::table::Direction::Ascending);
    state.sync(&data);
    for (place, how) in [(3, Select::Only), (5, Select::Extend)] {
        let row = state.key_at(place).cloned().unwrap();
        state.apply(TableEvent::Select { row, how }, &data);
    }
    let room = ui.available_rect_before_wrap();
    let pane = 280.0;
    let left = room.with_max_x(room.right() - pane - space::M);
    let mut table_ui = ui.new_child(egui::UiBuilder::new().max_rect(left));
    let columns = [
        Column::new(scene.say(ADDRESS), 204.0),
        Column::new(scene.say(KIND), 112.0),
        Column::new(scene.say(CHECKED), 120.0),
    ];
    let name = scene.say(["Endpoints", "끝점", "エンドポイント"]);
    DataTable::new("endpoints", name, &columns).show(&mut table_ui, &state, |row, column| {
        let cells = &data.rows[row];
        match column {
            0 => Cell::text(&*cells[0]),
            1 if cells[2] == scene.say(AUTOMATIC) => {
                Cell::text("").with_badge(Tone::Info, &*cells[2])
            }
            1 => Cell::weak(&*cells[2]),
            _ => {
                let tone = match row % 5 {
                    1 => Tone::Unknown,
                    3 => Tone::Danger,
                    _ => Tone::Success,
                };
                Cell::state(tone, &*cells[3])
            }
        }
    });
    let right = room.with_min_x(room.right() - pane);
    let mut side = ui.new_child(egui::UiBuilder::new().max_rect(right));
    details_pane(&mut side, scene);
}

fn details_pane(ui: &mut Ui, scene: &Scene) {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(palette.hairline())
        .corner_radius(egui::CornerRadius::same(theme::radius::CARD))
        .inner_margin(margin::PAGE)
        .show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            egui::ScrollArea::vertical().show(ui, |ui| details_contents(ui, scene));
        });
}

fn details_contents(ui: &mut Ui, scene: &Scene) {
    section_heading(ui, "ocschat04@contoso.com");
    key_values(ui, |values| {
        values.badge(scene.say(KIND), Tone::Neutral, scene.say(LEGACY));
        values.text(scene.say(POOL), "pchat02.corp.contoso.com");
        let name = scene.say(["Display name", "표시 이름", "表示名"]);
        values.text(
            name,
            scene.say(["Group Chat", "영구 채팅 안내", "常設チャット案内"]),
        );
        values.code("DN", "CN={5e1cfc16-2d1a-4c4e-8d8f-1f2e3a4b5c6d},CN=Application Contacts,CN=RTC Service,CN=Services,CN=Configuration,DC=corp,DC=contoso,DC=com");
    });
    ui.add_space(space::S);
    let copy = scene.say(["Copy command", "명령 복사", "コマンドをコピー"]);
    code_block(
        ui,
        "command",
        "PowerShell",
        "Get-CsPersistentChatEndpoint -Identity 'sip:ocschat04@contoso.com'",
        copy,
    );
    ui.add_space(space::S);
    let reason = scene.say([
        "The connection is read-only.",
        "읽기 전용 연결입니다.",
        "読み取り専用の接続です。",
    ]);
    let remove = scene.say(["Remove endpoint", "끝점 제거", "エンドポイントを削除"]);
    Button::danger(remove)
        .icon(icons::REMOVE)
        .disabled_because(Some(reason))
        .show(ui);
}

fn parts_page(ui: &mut Ui, scene: &Scene) {
    let title = scene.say(["Parts", "구성 요소", "部品"]);
    page_header(
        ui,
        title,
        scene.say([
            "Everything a page is made of.",
            "페이지를 이루는 요소입니다.",
            "ページを構成する部品です。",
        ]),
        |_| {},
    );
    let create = scene.say(["Create", "만들기", "作成"]);
    let cancel = scene.say(["Cancel", "취소", "キャンセル"]);
    let remove = scene.say(["Remove endpoint", "끝점 제거", "エンドポイントを削除"]);
    let copy = scene.say(["Copy command", "명령 복사", "コマンドをコピー"]);
    let reason = scene.say(["Not now.", "지금은 할 수 없습니다.", "今は実行できません。"]);
    ui.horizontal(|ui| {
        Button::primary(create).icon(icons::ADD).show(ui);
        Button::secondary(cancel).show(ui);
        Button::danger(remove).icon(icons::REMOVE).show(ui);
        Button::quiet(copy).icon(icons::COPY).show(ui);
        Button::primary(create)
            .disabled_because(Some(reason))
            .show(ui);
    });
    ui.horizontal(|ui| {
        for (tone, words) in [
            (Tone::Success, ["Done", "완료", "完了"]),
            (
                Tone::Warning,
                ["Done with warning", "완료(경고 있음)", "完了 (警告あり)"],
            ),
            (Tone::Danger, FAILED),
            (Tone::Info, ["Running", "실행 중", "実行中"]),
            (Tone::Neutral, ["Pending", "시작 전", "未着手"]),
            (Tone::Unknown, UNREAD),
        ] {
            badge(ui, tone, scene.say(words));
        }
    });
    for (tone, words) in [
        (
            Tone::Success,
            [
                "The endpoint was created and read back.",
                "끝점을 만들고 검증했습니다.",
                "エンドポイントを作成し、検証しました。",
            ],
        ),
        (
            Tone::Danger,
            [
                "The server cannot be reached",
                "서버에 연결할 수 없습니다",
                "サーバーに接続できません",
            ],
        ),
    ] {
        Banner::new(tone, scene.say(words)).show(ui, tone);
    }
    ui.columns(2, |columns| {
        let ui = &mut columns[0];
        let address = scene.say(ADDRESS);
        let note = scene.say([
            "Full-width letters are converted.",
            "전각 문자는 변환됩니다.",
            "全角文字は変換されます。",
        ]);
        TextField::new(address)
            .hint("sip:ocschat@contoso.com")
            .note(Some(note))
            .code()
            .width(300.0)
            .show(ui, "address", "");
        let error = scene.say([
            "contoso.local is not a SIP domain of this deployment.",
            "contoso.local 도메인은 이 배포의 SIP 도메인이 아닙니다.",
            "contoso.local はこの展開の SIP ドメインではありません。",
        ]);
        TextField::new(scene.say(["Domain", "도메인", "ドメイン"]))
            .error(Some(error))
            .width(300.0)
            .show(ui, "domain", "contoso.local");
        Combo::new(scene.say(POOL), &["pchat01.corp.contoso.com"])
            .width(300.0)
            .show(ui, "pool", Some(0));
        let understood = scene.say([
            "The old lookup account is gone",
            "이전 조회 서비스 계정을 제거했습니다",
            "以前の Lookup サービス用アカウントを削除しました",
        ]);
        checkbox(ui, true, understood, None);
        section_heading(ui, scene.say(["Checks", "사전 점검", "事前チェック"]));
        ChecklistRow::new(
            Tone::Success,
            scene.say(["Done", "완료", "完了"]),
            scene.say(["The pool answers", "풀이 응답합니다", "プールが応答します"]),
        )
        .detail("pchat01.corp.contoso.com · 0.4 s")
        .show(ui);
        ChecklistRow::new(
            Tone::Warning,
            scene.say(["Warning", "경고", "警告"]),
            scene.say([
                "An endpoint with this name exists",
                "같은 이름의 끝점이 있습니다",
                "同じ名前のエンドポイントがあります",
            ]),
        )
        .show(ui);
        ChecklistRow::new(
            Tone::Neutral,
            scene.say(["Pending", "시작 전", "未着手"]),
            scene.say([
                "The address is free",
                "주소가 비어 있습니다",
                "アドレスが空いています",
            ]),
        )
        .show(ui);

        let ui = &mut columns[1];
        radio_card(
            ui,
            true,
            scene.say(["Lab", "모의 환경", "模擬環境"]),
            scene.say([
                "An embedded deployment. Nothing leaves this computer.",
                "내장된 배포입니다. 이 컴퓨터 밖으로 나가는 것은 없습니다.",
                "組み込みの展開です。このコンピューターの外には何も送られません。",
            ]),
            None,
        );
        radio_card(
            ui,
            false,
            scene.say([
                "Remote PowerShell",
                "원격 PowerShell",
                "リモート PowerShell",
            ]),
            scene.say([
                "A front end server of your site.",
                "사이트의 프런트 엔드 서버입니다.",
                "サイトのフロント エンド サーバーです。",
            ]),
            None,
        );
        ui.add_space(space::S);
        Placeholder::empty(
            icons::ENDPOINTS,
            scene.say([
                "No legacy endpoints yet",
                "레거시 끝점이 없습니다",
                "レガシー エンドポイントはありません",
            ]),
        )
        .body(scene.say([
            "Legacy clients cannot find Persistent Chat until there is one.",
            "만들기 전에는 레거시 클라이언트가 영구 채팅을 찾을 수 없습니다.",
            "作成するまで、レガシー クライアントは常設チャットを見つけられません。",
        ]))
        .action(Button::secondary(create))
        .show(ui);
    });
    let toast = scene.say([
        "The command is on the clipboard.",
        "명령을 복사했습니다.",
        "コマンドをコピーしました。",
    ]);
    let notices = [Toast {
        tone: Tone::Success,
        text: toast,
        action: None,
    }];
    toasts(
        ui,
        scene.say(["Notices", "알림", "通知"]),
        scene.say(["Close", "닫기", "閉じる"]),
        &notices,
    );
}

fn wizard_page(ui: &mut Ui, scene: &Scene) {
    list_page(ui, scene);
    let title = scene.say([
        "New legacy endpoint",
        "레거시 끝점 만들기",
        "レガシー エンドポイントの作成",
    ]);
    let done = scene.say(["Done", "완료", "完了"]);
    let current = scene.say(["Current step", "현재 단계", "現在の手順"]);
    let pending = scene.say(["Pending", "시작 전", "未着手"]);
    let steps = [
        (POOL, StepState::Done, done),
        (ADDRESS, StepState::Current, current),
        (
            ["Checks", "사전 점검", "事前チェック"],
            StepState::Upcoming,
            pending,
        ),
        (
            ["Review", "내용 확인", "内容の確認"],
            StepState::Upcoming,
            pending,
        ),
        (["Run", "실행", "実行"], StepState::Upcoming, pending),
        (["Result", "결과", "結果"], StepState::Upcoming, pending),
    ]
    .map(|(words, state, state_word)| Step {
        title: scene.say(words),
        state,
        state_word,
        open: state == StepState::Done,
    });
    Dialog::new(Id::unique("wizard"), title)
        .close(scene.say(["Close", "닫기", "閉じる"]))
        .width(size::WIZARD)
        .body_height(360.0)
        .show(
            ui,
            |ui| {
                ui.horizontal_top(|ui| {
                    ui.vertical(|ui| {
                        ui.set_width(size::STEPPER);
                        stepper(ui, scene.say(["Steps", "단계", "手順"]), &steps);
                    });
                    ui.add_space(space::L);
                    ui.vertical(|ui| {
                        section_heading(ui, scene.say(ADDRESS));
                        prose(ui, scene.say([
                            "Use the address that your legacy clients already have. Create it only after the old lookup account is gone.",
                            "레거시 클라이언트에 이미 설정된 주소를 사용하세요. 이전 조회 서비스 계정을 제거한 뒤에 만드세요.",
                            "レガシー クライアントに設定済みのアドレスを使用してください。以前の Lookup サービス用アカウントを削除してから作成してください。",
                        ]));
                        ui.add_space(space::XS);
                        TextField::new(scene.say(["SIP address", "SIP 주소", "SIP アドレス"]))
                            .code()
                            .note(Some(scene.say(["Converted from full-width letters.", "전각 문자를 변환했습니다.", "全角文字を変換しました。"])))
                            .show(ui, "sip", "sip:ocschat@contoso.com");
                        TextField::new(scene.say(["Display name (optional)", "표시 이름(선택)", "表示名 (省略可)"]))
                            .show(ui, "name", scene.say(["Group Chat", "영구 채팅 안내", "常設チャット案内"]));
                    });
                });
            },
            |ui| {
                Button::secondary(scene.say(["Back", "뒤로", "戻る"])).show(ui);
                Button::primary(scene.say(["Next", "다음", "次へ"])).show(ui);
                Button::secondary(scene.say(["Cancel", "취소", "キャンセル"])).show(ui);
            },
        );
}

fn states_page(ui: &mut Ui, scene: &Scene) {
    page_header(
        ui,
        scene.say(["Pools", "풀", "プール"]),
        scene.say([
            "Nothing to show, said in three ways.",
            "보여 줄 것이 없는 세 가지 경우입니다.",
            "表示するものがない三つの場合です。",
        ]),
        |_| {},
    );
    let stale = scene.say(["Out of date", "오래된 정보", "古い情報"]);
    stale_line(ui, "14:05:09 · pchat01.corp.contoso.com", Some(stale));
    Placeholder::loading(scene.say([
        "Reading the pools…",
        "풀을 조회하는 중…",
        "プールを取得しています…",
    ]))
    .show(ui);
    Placeholder::failed(scene.say([
        "The pools cannot be read now",
        "지금은 풀을 조회할 수 없습니다",
        "現在、プールを取得できません",
    ]))
    .body(scene.say([
        "The server did not answer within 30 seconds. Nothing was changed.",
        "서버가 30초 안에 응답하지 않았습니다. 변경된 것은 없습니다.",
        "サーバーが 30 秒以内に応答しませんでした。何も変更されていません。",
    ]))
    .action(Button::secondary(scene.say(["Try again", "다시 시도", "再試行"])).icon(icons::REFRESH))
    .show(ui);
    for tone in [Tone::Info, Tone::Warning, Tone::Danger] {
        let details = Details {
            show: scene.say(["Details", "자세히", "詳細"]),
            hide: scene.say(["Hide details", "자세히 숨기기", "詳細を隠す"]),
            title: "WinRM",
            text: "The WinRM client cannot process the request.",
            copy: scene.say(["Copy", "복사", "コピー"]),
        };
        let title = scene.say([
            "The server cannot be reached",
            "서버에 연결할 수 없습니다",
            "サーバーに接続できません",
        ]);
        let body = scene.say([
            "pchat01.corp.contoso.com does not answer on port 443. Nothing was changed. Check the name and the firewall.",
            "pchat01.corp.contoso.com 서버가 443 포트에서 응답하지 않습니다. 변경된 것은 없습니다. 이름과 방화벽을 확인하세요.",
            "pchat01.corp.contoso.com がポート 443 で応答しません。何も変更されていません。名前とファイアウォールを確認してください。",
        ]);
        Banner::new(tone, title)
            .body(body)
            .details(details)
            .show(ui, tone);
    }
    ui.horizontal(|ui| {
        for environment in Environment::ALL {
            let words = match environment {
                Environment::Lab => ["Lab", "모의 환경", "模擬環境"],
                Environment::Rehearsal => ["Rehearsal", "리허설", "リハーサル"],
                Environment::Production => ["Production", "운영", "本番"],
            };
            let mode = scene.say(["Changes allowed", "변경 가능", "変更可"]);
            ui.push_id(environment, |ui| {
                connection_chip(
                    ui,
                    environment,
                    icons::CONNECT,
                    scene.say(words),
                    Some("fe01"),
                    mode,
                );
            });
        }
    });
}

fn harness(scene: Scene) -> Harness<'static> {
    Harness::builder()
        .with_size(Vec2::new(1024.0, 768.0))
        .with_max_steps(12)
        .with_theme(match scene.theme {
            Theme::Light => egui::Theme::Light,
            Theme::Dark | Theme::System => egui::Theme::Dark,
        })
        .with_context_setup(move |ctx| {
            let japanese = scene.language == 2;
            fonts::install(
                ctx,
                if japanese {
                    FontOrder::JapaneseFirst
                } else {
                    FontOrder::KoreanFirst
                },
            );
            theme::apply(ctx, scene.theme);
        })
        .build_ui(move |ui| shell(ui, &scene))
}

fn keep(harness: &mut Harness<'static>, folder: Option<&OsStr>, file: &str) {
    if let Some(folder) = folder {
        let picture = harness.render().unwrap();
        picture.save(Path::new(folder).join(file)).unwrap();
    }
}

#[test]
fn what_is_open_or_has_the_keyboard_can_be_seen() {
    let folder = std::env::var_os("PCHAT_GALLERY");
    for theme in [Theme::Light, Theme::Dark] {
        let scene = Scene {
            language: 1,
            theme,
            page: list_page,
            name: "keyboard",
        };
        let mut harness = harness(scene);
        harness.run();
        harness.get_by_label("자세히").click();
        harness.run();
        harness.get_by_role(Role::ComboBox).click();
        harness.run();
        keep(
            &mut harness,
            folder.as_deref(),
            &scene.file().replace("keyboard", "open"),
        );
        harness.key_press(Key::Escape);
        harness.run();
        harness.get_by_role(Role::Table).focus();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::ArrowDown);
        harness.run();
        keep(
            &mut harness,
            folder.as_deref(),
            &scene.file().replace("keyboard", "keyboard-table"),
        );
        harness
            .get_by_role_and_label(Role::Button, "새로 고침")
            .focus();
        harness.run();
        keep(
            &mut harness,
            folder.as_deref(),
            &scene.file().replace("keyboard", "keyboard-button"),
        );
    }
}

#[test]
fn every_widget_has_its_glyphs_and_its_names_in_every_language_and_theme() {
    let folder = std::env::var_os("PCHAT_GALLERY");
    let pages: [(&str, Draw); 4] = [
        ("list", list_page),
        ("parts", parts_page),
        ("wizard", wizard_page),
        ("states", states_page),
    ];
    for (name, page) in pages {
        for language in 0..3 {
            for theme in [Theme::Light, Theme::Dark] {
                let scene = Scene {
                    language,
                    theme,
                    page,
                    name,
                };
                let mut harness = harness(scene);
                harness.run();
                keep(&mut harness, folder.as_deref(), &scene.file());
            }
        }
    }
}
