## What was typed: addresses

address-missing = SIP アドレスを入力してください。
address-without-at = アドレスにはユーザー部分と SIP ドメインが必要です。例: sip:ocschat@contoso.com
address-with-several-ats = アドレスに @ が 2 つ以上あります。
address-without-user = @ の前にユーザー部分を入力してください。
address-without-domain = @ の後に SIP ドメインを入力してください。
address-with-blank = アドレスに空白または見えない文字が含まれています。
address-too-long = アドレスが { $length } 文字あります。使用できるのは { $longest } 文字までです。
scheme-added = 先頭に sip: を追加しました: { $address }
input-normalized = 入力値を変換しました: 「{ $from }」→「{ $to }」
forbidden-character = 文字 { $name } はここでは使用できません。
user-part-characters = @ の前に使用できない文字があります: { $characters }
user-part-unusual = @ の前に使用できますが、一部のクライアントが受け付けない可能性がある文字です: { $characters }
user-part-dots = ピリオドが先頭や末尾にある場合、または連続する場合、一部のクライアントが受け付けない可能性があります。
domain-part-invalid = @ の後の SIP ドメインが正しくありません。{ $problem }
domain-not-configured = { $domain } はこの展開に構成されている SIP ドメインではありません。構成済み: { $configured }
display-name-too-long = 表示名が { $length } 文字あります。使用できるのは { $longest } 文字までです。

## What was typed: FQDNs

fqdn-missing = FQDN を入力してください。
fqdn-too-long = FQDN が { $length } 文字あります。使用できるのは 255 文字までです。
fqdn-label-too-long = 「{ $label }」が 63 文字を超えています。
fqdn-empty-label = ピリオドの間、または先頭か末尾が空です。
fqdn-hyphen = 「{ $label }」の先頭または末尾がハイフンです。
fqdn-character = FQDN に文字 { $character } は使用できません。
fqdn-short-name = 短い名前です。pchat01.contoso.com のような FQDN を入力してください。

## What the deployment says

pool-not-found = { $pool } はこの展開の常設チャット プールではありません。
pool-is-source = { $pool } ではグループ チャットが動作しています。移行元であるため、レガシー エンドポイントの対象にはできません。
pool-version-unknown = プール { $pool } のバージョン { $version } はこのコンソールでは未知のバージョンです。常設チャット プールであることをご確認ください。
pool-version-missing = プール { $pool } のバージョンが不明です。常設チャット プールであることをご確認ください。
pool-failed-over = プール { $pool } はバックアップにフェールオーバーしています。
endpoint-already-there = 同じエンドポイントが既にあります。変更は行いません: { $address }
address-of-endpoint = { $address } は既にプール { $pool } のエンドポイントで使用されています。
address-of-endpoint-without-pool = { $address } は既に別のエンドポイントで使用されています。そのプールは不明です。
second-legacy-endpoint = プール { $pool } には、この SIP ドメインのレガシー エンドポイントが既にあります: { $other }
legacy-endpoint-in-other-domain = プール { $pool } には、別の SIP ドメインのレガシー エンドポイントがあります: { $other }
address-held-by-user-on = ユーザー アカウントがこのアドレスを使用しています: { $name } (レジストラー プール { $registrar })。先にアドレスを解放してください。
address-held-by-user = ユーザー アカウントがこのアドレスを使用しています: { $name }。先にアドレスを解放してください。
address-held-by-contact = 連絡先オブジェクトがこのアドレスを使用しています: { $name }
address-held-by-other = 別のディレクトリ オブジェクトがこのアドレスを使用しています: { $name }
unread-no-right = このセッションには取得する権限がありません。
unread-no-answer = サーバーから応答がありませんでした。
unread-not-understood = サーバーの応答を利用できませんでした。
unread-not-asked = 実サーバーからはまだ取得していません。
pools-unread = プールを取得できませんでした。{ $reason }
sip-domains-unread = SIP ドメインを取得できなかったため、アドレスとの照合は行いません。{ $reason }
pool-state-unread = プールの状態を取得できませんでした。{ $reason }
endpoints-of-pool-unread = プール { $pool } のエンドポイントを取得できませんでした。{ $reason }
endpoints-unread = すべてのエンドポイントの一覧を取得できませんでした。{ $reason }
source-pools-unread = グループ チャットが動作している可能性がある信頼されたアプリケーション プールを取得できませんでした。{ $reason }
object-skipped = 種類 { $kind } のオブジェクトを解釈できないため表示していません: { $identity }
server-warning = サーバーから警告がありました。

## How a step came out

step-refused = サーバーが変更を拒否しました。何も変更されていません。
step-not-sent = 変更をサーバーに送信しませんでした。何も変更されていません。
step-exists-differently = { $address } は別の設定で既に存在します (プール { $pool })。何も変更されていません。
step-exists-differently-without-pool = { $address } は別の設定で既に存在します。何も変更されていません。
step-target-changed = { $address } は、控えておいたエンドポイントではなく別のものに置き換わっています。削除しませんでした。
endpoint-protected = { $address } は自動作成されたか、作成元が不明です。プールに必要な可能性があるため、コンソールでは削除しません。
step-answer-lost = 応答を受け取る前に接続が切れました。変更が行われたかどうかはまだわかりません。
step-answer-lost-but-done = 応答は受け取れませんでしたが、サーバーを取得した結果、変更は行われていました。
step-not-visible-yet = サーバーは変更を受け付けましたが、{ $time } 待っても新しいエンドポイントが一覧に現れません。レプリケーションに時間がかかっている可能性があります。
step-still-visible = サーバーは変更を受け付けましたが、{ $time } 待ってもエンドポイントが一覧に残っています。レプリケーションに時間がかかっている可能性があります。
step-wait-cancelled = サーバーは変更を受け付けました。反映の待機を中止しました。
step-cancelled-before-act = 送信前にキャンセルしました。何も変更されていません。
step-read-back-differs = サーバーは変更を行いましたが、取得した内容が要求と異なります。
step-address-still-held = { $time } 待ちましたが、アドレスはまだ使用されています。
step-observe-failed = 変更前にサーバーを取得できなかったため、変更を開始しませんでした。

## Connections

uri-missing = フロント エンド サーバーまたはディレクターのアドレスを入力してください。
uri-not-https = 使用できるのは https:// のアドレスだけです。
uri-with-user = アドレスにユーザー名を含めず、下の欄に入力してください。
user-missing = ユーザー名を DOMAIN\user または user@domain の形式で入力してください。
password-missing = パスワードを入力してください。

## Why something is not possible now

not-connected = 接続されていません。
read-only-session = このセッションは読み取り専用です。先に変更を許可してください。
nothing-read = まだサーバーから何も取得していません。
reading-outdated = 前回の取得に失敗しました。先に最新の情報に更新してください。
other-change-running = 別の変更を実行中です。
checks-failed = 失敗した事前チェックがあります。
checks-running = 事前チェックを実行中です。
pool-of-endpoint-unknown = { $address } のプールが不明で、削除すると元に戻せません。コンソールでは削除しません。
no-endpoint-selected = 先にエンドポイントを選択してください。
several-endpoints-selected = エンドポイントを 1 つだけ選択してください。
typed-address-differs = 入力したアドレスがこのエンドポイントのアドレスと一致しません。
nothing-to-undo = この操作には元に戻す変更がありません。
undone-already = この操作は既に元に戻されています。
not-in-this-deployment = 別の展開で行われた操作です。
incomplete = 必須項目を入力してください。

## States

status-pending = 未着手
status-running = 実行中
status-interrupted = 中断
status-done = 完了
status-done-with-warning = 完了 (警告あり)
status-already-satisfied = 対応不要
status-failed = 失敗
status-unknown-outcome = 結果未確認
status-not-visible-yet = 受付済み (未反映)
verdict-passed = 合格
verdict-not-checked = 未確認
verdict-warning = 警告
verdict-failed = 失敗
severity-note = 参考
severity-error = エラー
check-address-form = SIP アドレスの形式
check-sip-domain = 構成済みの SIP ドメインかどうか
check-pool = 対象プール
check-display-name = 表示名
check-endpoints = 他のエンドポイントによるアドレスの使用
check-holders = ユーザー・連絡先によるアドレスの使用
check-other-endpoints = プールの他のレガシー エンドポイント
origin-automatic = 自動作成
origin-legacy = レガシー
origin-unknown = 不明
generation-other = バージョン { $version }
generation-unknown = バージョン不明
pool-state-normal = 正常
pool-state-failed-over = フェールオーバー中
not-read = 取得できません
environment-lab = 模擬環境
environment-rehearsal = リハーサル
environment-production = 本番
plan-create = レガシー エンドポイントの作成
plan-remove = エンドポイントの削除
plan-replace = エンドポイントの置き換え
plan-undo = 元に戻す
act-create = プール { $pool } に { $address } を作成
act-remove = { $address } を削除
act-await-free = { $address } が解放されるまで待機

## Errors: what happened, and what to do next

error-name-not-found = 名前 { $target } を解決できませんでした。
error-name-not-found-next = つづりと、このコンピューターが社内の DNS サーバーを使用していることをご確認ください。
error-unreachable = { $target } に接続できません。
error-unreachable-next = 常設チャット プールではなくフロント エンド サーバーまたはディレクターであること、ファイアウォールでポート 443 が開いていることをご確認ください。
error-timeout = { $target } から時間内に応答がありませんでした。
error-timeout-next = もう一度お試しください。続く場合は、サーバーの負荷とネットワークをご確認ください。
error-line-lost = { $target } との接続が切れました。
error-line-lost-next = もう一度お試しください。コンソールが自動的に再度サインインします。
error-untrusted = { $target } の証明書は、このコンピューターが信頼していない証明機関から発行されています。
error-untrusted-next = 社内 CA の証明書を CA ファイルとして指定するか、システムのストアにインストールしてください。証明書は必ず検証され、例外はありません。
error-wrong-host-name = 証明書が { $target } とは別の名前に対して発行されています。
error-wrong-host-name-next = 証明書に記載されている名前 (通常は FQDN) でサーバーを入力してください。
error-certificate-expired = { $target } の証明書が期限切れ、またはまだ有効ではありません。
error-certificate-expired-next = このコンピューターの時計をご確認ください。正しい場合は、サーバーの証明書を更新する必要があります。
error-insecure-channel = { $target } とセキュリティで保護された接続を確立できませんでした。
error-insecure-channel-next = サーバーとこのコンピューターに共通の TLS バージョンまたは暗号スイートがありません。試した内容は詳細をご確認ください。
error-unauthenticated = { $target } がユーザー名またはパスワードを受け付けませんでした。
error-unauthenticated-next = ユーザー名、ドメイン、パスワードをご確認ください。何度も失敗するとアカウントがロックされる可能性があります。
error-no-common-sign-in = { $target } には、このコンソールが対応するサインイン方法がありません。
error-no-common-sign-in-next = サーバーの OcsPowershell で Windows 認証 (Negotiate または NTLM) を有効にする必要があります。
error-not-powershell = { $target } は応答しますが、リモート PowerShell ではありません。
error-not-powershell-next = フロント エンド サーバーまたはディレクターを、パス /OcsPowershell とともに入力してください。常設チャット プールの FQDN では接続できません。
error-forbidden = このアカウントには { $operation } を実行する権限がありません。
error-forbidden-next = CsPersistentChatAdministrator または CsAdministrator の役割を持つアカウントでサインインするか、役割の割り当てを依頼してください。
error-not-found = { $operation }: サーバーでオブジェクトが見つかりませんでした。
error-not-found-next = 最新の情報に更新してください。その間にオブジェクトが削除された可能性があります。
error-conflict = { $operation }: アドレスは既に使用されています。
error-conflict-next = アドレスの使用元を詳細で確認し、解放してから事前チェックをもう一度実行してください。
error-refused = サーバーが { $operation } を拒否しました。
error-refused-next = サーバーからの原文は詳細にあります。
error-protocol = { $target } の応答を解釈できませんでした。
error-protocol-next = このコンピューターとサーバーの間に応答を書き換えるものがないことをご確認ください。詳細はサポート担当者にお渡しください。
error-cancelled = キャンセルしました。
error-cancelled-next = これ以上の処理は行いません。
error-outcome-unknown = 応答を受け取る前に接続が切れました。
error-outcome-unknown-next = 判断する前に、サーバーをもう一度取得してください。確認せずに変更を繰り返さないでください。
error-file = ファイルの読み取りまたは書き込みができません: { $target }
error-file-next = フォルダーのアクセス許可と空き容量をご確認ください。
error-read-only = このセッションは読み取り専用です。
error-read-only-next = 先にこのセッションで変更を許可してください。
not-done-unknown = 変更が行われたかどうかはわかりません。
not-done-changing = 何も変更されていません。
not-done-connecting = セッションは開かれていません。取得も変更も行っていません。
not-done-reading = 何も変更されていません。前回取得した内容を引き続き表示しています。
not-done-keeping = メモリ上の内容は失われていませんが、ディスクに保存されていません。

## Navigation and columns

nav-overview = 概要
nav-pools = プール
nav-endpoints = エンドポイント
nav-journal = 作業履歴
nav-settings = 設定
column-fqdn = プール (FQDN)
column-generation = バージョン
column-site = サイト
column-registrar = レジストラー (次ホップ)
column-active-servers = アクティブなサーバー
column-inactive-servers = 非アクティブなサーバー
column-state = 状態
column-sip-address = SIP アドレス
column-display-name = 表示名
column-pool = プール
column-origin = 作成元
column-identity = ID (識別名)
column-enabled = 有効
column-made-at = 日時
column-change = 操作
column-status = 状態
column-who = 作業者
pool-unknown = プール不明
read-at-from = { $time } 取得 · { $host }

## The command line

lab-banner = 模擬環境: 組み込みの展開であり、実サーバーではありません。
endpoint-not-listed = サーバーの一覧にアドレス { $address } のエンドポイントがありません。何も変更されていません。
log-not-written = 今回の実行のログ ファイルを作成できませんでした: { $words }
no-preview = サーバーからプレビューは返されませんでした。
waiting-to-appear = 送信しました。変更が反映されるまでサーバーを確認します (最長 { $limit })。
step-line = { $status }: { $act }
check-line = { $verdict }: { $check }

## The window itself

no-window = ウィンドウを開けませんでした。グラフィックス ドライバーを確認するか、--renderer glow を試すか、--help に表示されるコマンドを使用してください。({ $words })
window-title = 常設チャット コンソール – { $environment }
