## What was typed: addresses

address-missing = SIP 주소를 입력하세요.
address-without-at = 주소에는 사용자 부분과 SIP 도메인이 필요합니다. 예: sip:ocschat@contoso.com
address-with-several-ats = 주소에 @ 문자가 두 개 이상 있습니다.
address-without-user = @ 앞에 사용자 부분을 입력하세요.
address-without-domain = @ 뒤에 SIP 도메인을 입력하세요.
address-with-blank = 주소에 공백이나 보이지 않는 문자가 있습니다.
address-too-long = 주소가 { $length }자입니다. 최대 { $longest }자까지 사용할 수 있습니다.
scheme-added = sip: 접두사를 추가했습니다: { $address }
input-normalized = 입력한 값을 바꾸었습니다: “{ $from }” → “{ $to }”
forbidden-character = 여기에는 { $name } 문자를 사용할 수 없습니다.
user-part-characters = @ 앞에 사용할 수 없는 문자가 있습니다: { $characters }
user-part-unusual = @ 앞에 쓸 수는 있지만 일부 클라이언트가 받아들이지 않을 수 있는 문자입니다: { $characters }
user-part-dots = 마침표가 맨 앞이나 맨 뒤에 있거나 연달아 있으면 일부 클라이언트가 받아들이지 않을 수 있습니다.
domain-part-invalid = @ 뒤의 SIP 도메인이 올바르지 않습니다. { $problem }
domain-not-configured = { $domain } 도메인은 이 배포에 구성된 SIP 도메인이 아닙니다. 구성된 도메인: { $configured }
display-name-too-long = 표시 이름이 { $length }자입니다. 최대 { $longest }자까지 사용할 수 있습니다.

## What was typed: FQDNs

fqdn-missing = FQDN을 입력하세요.
fqdn-too-long = FQDN이 { $length }자입니다. 최대 255자까지 사용할 수 있습니다.
fqdn-label-too-long = “{ $label }” 부분이 63자를 넘습니다.
fqdn-empty-label = 마침표 사이 또는 맨 앞이나 맨 뒤가 비어 있습니다.
fqdn-hyphen = “{ $label }” 부분이 하이픈으로 시작하거나 끝납니다.
fqdn-character = FQDN에 { $character } 문자를 사용할 수 없습니다.
fqdn-short-name = 짧은 이름입니다. pchat01.contoso.com과 같은 FQDN을 입력하세요.

## What the deployment says

pool-not-found = { $pool } 풀은 이 배포의 영구 채팅 풀이 아닙니다.
pool-is-source = { $pool } 풀에서는 그룹 채팅이 실행됩니다. 마이그레이션의 원본이므로 레거시 끝점의 대상으로 사용할 수 없습니다.
pool-version-unknown = { $pool } 풀의 버전 { $version }은 이 콘솔이 모르는 버전입니다. 영구 채팅 풀인지 확인하세요.
pool-version-missing = { $pool } 풀의 버전을 알 수 없습니다. 영구 채팅 풀인지 확인하세요.
pool-failed-over = { $pool } 풀은 백업 풀로 장애 조치(failover)된 상태입니다.
endpoint-already-there = 같은 끝점이 이미 있습니다. 변경하지 않습니다: { $address }
address-of-endpoint = { $address } 주소는 이미 { $pool } 풀의 끝점에서 사용 중입니다.
address-of-endpoint-without-pool = { $address } 주소는 이미 다른 끝점에서 사용 중이며, 그 끝점의 풀은 알 수 없습니다.
second-legacy-endpoint = { $pool } 풀에는 이 SIP 도메인의 레거시 끝점이 이미 있습니다: { $other }
legacy-endpoint-in-other-domain = { $pool } 풀에는 다른 SIP 도메인의 레거시 끝점이 있습니다: { $other }
address-held-by-user-on = 사용자 계정이 이 주소를 사용 중입니다: { $name } (등록자 풀 { $registrar }). 먼저 주소를 비우세요.
address-held-by-user = 사용자 계정이 이 주소를 사용 중입니다: { $name }. 먼저 주소를 비우세요.
address-held-by-contact = 연락처 개체가 이 주소를 사용 중입니다: { $name }
address-held-by-other = 다른 디렉터리 개체가 이 주소를 사용 중입니다: { $name }
unread-no-right = 이 세션에는 조회 권한이 없습니다.
unread-no-answer = 서버가 응답하지 않았습니다.
unread-not-understood = 서버의 응답을 사용할 수 없었습니다.
unread-not-asked = 실제 서버에서는 아직 조회하지 않습니다.
pools-unread = 풀을 조회하지 못했습니다. { $reason }
sip-domains-unread = SIP 도메인을 조회하지 못하여 주소를 대조하지 않습니다. { $reason }
pool-state-unread = 풀의 상태를 조회하지 못했습니다. { $reason }
endpoints-of-pool-unread = { $pool } 풀의 끝점을 조회하지 못했습니다. { $reason }
endpoints-unread = 전체 끝점 목록을 조회하지 못했습니다. { $reason }
source-pools-unread = 그룹 채팅이 있을 수 있는 신뢰할 수 있는 응용 프로그램 풀을 조회하지 못했습니다. { $reason }
object-skipped = { $kind } 형식의 개체를 해석할 수 없어 표시하지 않습니다: { $identity }
server-warning = 서버가 경고를 반환했습니다.

## How a step came out

step-refused = 서버가 변경을 거부했습니다. 변경된 것은 없습니다.
step-not-sent = 변경을 서버로 보내지 않았습니다. 변경된 것은 없습니다.
step-exists-differently = { $address } 주소의 끝점이 다른 설정으로 이미 있습니다({ $pool } 풀). 변경된 것은 없습니다.
step-exists-differently-without-pool = { $address } 주소의 끝점이 다른 설정으로 이미 있습니다. 변경된 것은 없습니다.
step-target-changed = { $address } 주소의 끝점이 확인해 둔 끝점과 다릅니다. 다른 끝점이 대신 만들어져 제거하지 않았습니다.
endpoint-protected = { $address } 끝점은 자동으로 생성되었거나 출처를 알 수 없습니다. 풀에 필요할 수 있으므로 콘솔에서 제거하지 않습니다.
step-answer-lost = 응답을 받기 전에 연결이 끊어졌습니다. 변경이 적용되었는지 아직 알 수 없습니다.
step-answer-lost-but-done = 응답은 받지 못했지만, 서버를 조회한 결과 변경이 적용되었습니다.
step-not-visible-yet = 서버가 변경을 수락했지만 { $time } 동안 새 끝점이 목록에 나타나지 않았습니다. 복제에 시간이 더 걸릴 수 있습니다.
step-still-visible = 서버가 변경을 수락했지만 { $time } 동안 끝점이 목록에 남아 있습니다. 복제에 시간이 더 걸릴 수 있습니다.
step-wait-cancelled = 서버가 변경을 수락했습니다. 반영 대기를 중지했습니다.
step-cancelled-before-act = 서버로 보내기 전에 취소했습니다. 변경된 것은 없습니다.
step-read-back-differs = 서버가 변경을 적용했지만, 조회한 결과가 요청한 내용과 다릅니다.
step-address-still-held = { $time } 동안 기다렸지만 주소가 아직 사용 중입니다.
step-observe-failed = 변경 전에 서버를 조회하지 못하여 변경을 시작하지 않았습니다.

## Connections

uri-missing = 프런트 엔드 서버 또는 디렉터의 주소를 입력하세요.
uri-not-https = https:// 주소만 사용할 수 있습니다.
uri-with-user = 주소에 사용자 이름을 넣지 말고 아래 칸에 입력하세요.
user-missing = 사용자 이름을 DOMAIN\user 또는 user@domain 형식으로 입력하세요.
password-missing = 암호를 입력하세요.

## Why something is not possible now

not-connected = 연결되어 있지 않습니다.
read-only-session = 이 세션은 읽기 전용입니다. 먼저 변경을 허용하세요.
nothing-read = 아직 서버에서 조회한 내용이 없습니다.
reading-outdated = 마지막 조회에 실패했습니다. 먼저 새로 고치세요.
other-change-running = 다른 변경이 실행 중입니다.
checks-failed = 통과하지 못한 사전 점검이 있습니다.
checks-running = 사전 점검이 아직 진행 중입니다.
pool-of-endpoint-unknown = { $address } 끝점의 풀을 알 수 없어 되돌릴 수 없으므로 콘솔에서 제거하지 않습니다.
no-endpoint-selected = 먼저 끝점을 선택하세요.
several-endpoints-selected = 끝점을 하나만 선택하세요.
typed-address-differs = 입력한 주소가 이 끝점의 주소와 다릅니다.
nothing-to-undo = 이 작업에는 되돌릴 변경이 없습니다.
undone-already = 이미 되돌린 작업입니다.
not-in-this-deployment = 다른 배포에서 수행한 작업입니다.
incomplete = 필수 항목을 입력하세요.

## States

status-pending = 시작 전
status-running = 실행 중
status-interrupted = 중단됨
status-done = 완료
status-done-with-warning = 완료(경고 있음)
status-already-satisfied = 조치 불필요
status-failed = 실패
status-unknown-outcome = 결과 미확인
status-not-visible-yet = 수락됨, 아직 조회되지 않음
verdict-passed = 통과
verdict-not-checked = 점검하지 못함
verdict-warning = 경고
verdict-failed = 실패
severity-note = 참고
severity-error = 오류
check-address-form = SIP 주소 형식
check-sip-domain = 구성된 SIP 도메인 여부
check-pool = 대상 풀
check-display-name = 표시 이름
check-endpoints = 다른 끝점의 주소 사용 여부
check-holders = 사용자·연락처의 주소 사용 여부
check-other-endpoints = 풀의 다른 레거시 끝점
origin-automatic = 자동 생성
origin-legacy = 레거시
origin-unknown = 알 수 없음
generation-other = 버전 { $version }
generation-unknown = 버전 알 수 없음
pool-state-normal = 정상
pool-state-failed-over = 장애 조치됨(failover)
not-read = 조회하지 못함
environment-lab = 모의 환경
environment-rehearsal = 리허설
environment-production = 운영
plan-create = 레거시 끝점 만들기
plan-remove = 끝점 제거
plan-replace = 끝점 교체
plan-undo = 되돌리기
act-create = { $pool } 풀에 { $address } 끝점 만들기
act-remove = { $address } 끝점 제거
act-await-free = { $address } 주소가 비워질 때까지 대기

## Errors: what happened, and what to do next

error-name-not-found = { $target } 이름을 확인(resolve)할 수 없습니다.
error-name-not-found-next = 철자가 맞는지, 이 컴퓨터가 회사의 DNS 서버를 사용하는지 확인하세요.
error-unreachable = { $target } 호스트가 연결을 받아들이지 않습니다.
error-unreachable-next = 영구 채팅 풀이 아니라 프런트 엔드 서버 또는 디렉터인지, 방화벽에서 443 포트가 열려 있는지 확인하세요.
error-timeout = { $target } 호스트가 제한 시간 안에 응답하지 않았습니다.
error-timeout-next = 다시 시도하세요. 계속되면 서버의 부하와 네트워크를 확인하세요.
error-line-lost = { $target } 호스트와의 연결이 끊어졌습니다.
error-line-lost-next = 다시 시도하세요. 콘솔이 자동으로 다시 로그인합니다.
error-untrusted = { $target } 호스트의 인증서를 발급한 인증 기관을 이 컴퓨터가 신뢰하지 않습니다.
error-untrusted-next = 회사의 CA 인증서를 CA 파일로 지정하거나 시스템 저장소에 설치하세요. 인증서는 항상 검사하며 예외는 없습니다.
error-wrong-host-name = 인증서가 { $target }이(가) 아닌 다른 이름으로 발급되었습니다.
error-wrong-host-name-next = 인증서에 있는 이름(일반적으로 FQDN)으로 서버를 입력하세요.
error-certificate-expired = { $target } 호스트의 인증서가 만료되었거나 아직 유효하지 않습니다.
error-certificate-expired-next = 이 컴퓨터의 시계를 확인하세요. 시계가 맞으면 서버의 인증서를 갱신해야 합니다.
error-insecure-channel = { $target } 호스트와 보안 연결을 맺을 수 없었습니다.
error-insecure-channel-next = 서버와 이 컴퓨터가 함께 지원하는 TLS 버전이나 암호 그룹이 없습니다. 자세한 내용에서 시도한 방식을 확인하세요.
error-unauthenticated = { $target } 호스트가 사용자 이름 또는 암호를 받아들이지 않았습니다.
error-unauthenticated-next = 사용자 이름, 도메인, 암호를 확인하세요. 여러 번 틀리면 계정이 잠길 수 있습니다.
error-no-common-sign-in = { $target } 호스트에는 이 콘솔이 지원하는 로그인 방식이 없습니다.
error-no-common-sign-in-next = 서버의 OcsPowershell에서 Windows 인증(Negotiate 또는 NTLM)을 사용하도록 설정해야 합니다.
error-not-powershell = { $target } 호스트가 응답했지만 원격 PowerShell이 아닙니다.
error-not-powershell-next = 프런트 엔드 서버 또는 디렉터를 /OcsPowershell 경로와 함께 입력하세요. 영구 채팅 풀의 FQDN으로는 연결할 수 없습니다.
error-forbidden = 이 계정에는 { $operation } 실행 권한이 없습니다.
error-forbidden-next = CsPersistentChatAdministrator 또는 CsAdministrator 역할의 계정으로 로그인하거나 역할을 요청하세요.
error-not-found = { $operation }: 서버에서 개체를 찾지 못했습니다.
error-not-found-next = 목록을 새로 고치세요. 그사이에 개체가 제거되었을 수 있습니다.
error-conflict = { $operation }: 주소가 이미 사용 중입니다.
error-conflict-next = 자세한 내용에서 주소를 사용 중인 개체를 확인하고, 주소를 비운 다음 사전 점검을 다시 실행하세요.
error-refused = 서버가 { $operation } 실행을 거부했습니다.
error-refused-next = 자세한 내용에 서버가 보낸 원문이 있습니다.
error-protocol = { $target } 호스트의 응답을 해석할 수 없습니다.
error-protocol-next = 이 컴퓨터와 서버 사이에서 응답을 바꾸는 장치가 있는지 확인하세요. 자세한 내용을 지원 담당자에게 전달하세요.
error-cancelled = 취소했습니다.
error-cancelled-next = 더 이상 진행하지 않습니다.
error-outcome-unknown = 응답을 받기 전에 연결이 끊어졌습니다.
error-outcome-unknown-next = 판단하기 전에 서버를 다시 조회하세요. 확인 없이 변경을 반복하지 마세요.
error-file = 파일을 읽거나 쓸 수 없습니다: { $target }
error-file-next = 폴더의 권한과 남은 공간을 확인하세요.
error-read-only = 이 세션은 읽기 전용입니다.
error-read-only-next = 먼저 이 세션에서 변경을 허용하세요.
not-done-unknown = 변경이 적용되었는지 알 수 없습니다.
not-done-changing = 변경된 것은 없습니다.
not-done-connecting = 세션을 열지 않았습니다. 조회하거나 변경한 것은 없습니다.
not-done-reading = 변경된 것은 없습니다. 이전에 조회한 내용을 계속 표시합니다.
not-done-keeping = 메모리의 내용은 그대로이지만 디스크에 저장되지 않았습니다.

## Navigation and columns

nav-overview = 개요
nav-pools = 풀
nav-endpoints = 끝점
nav-journal = 작업 이력
nav-settings = 설정
column-fqdn = 풀(FQDN)
column-generation = 버전
column-site = 사이트
column-registrar = 등록자(다음 홉)
column-active-servers = 활성 서버
column-inactive-servers = 비활성 서버
column-state = 상태
column-sip-address = SIP 주소
column-display-name = 표시 이름
column-pool = 풀
column-origin = 출처
column-identity = ID(고유 이름)
column-enabled = 사용
column-made-at = 시각
column-change = 작업
column-status = 상태
column-who = 작업자
pool-unknown = 풀을 알 수 없음
read-at-from = { $time } 조회 · { $host }

## The command line

lab-banner = 모의 환경: 내장된 배포이며 실제 서버가 아닙니다.
endpoint-not-listed = 서버의 목록에 { $address } 주소의 끝점이 없습니다. 변경된 것은 없습니다.
log-not-written = 이번 실행의 로그 파일을 만들 수 없습니다: { $words }
no-preview = 서버가 미리 보기를 반환하지 않았습니다.
waiting-to-appear = 보냈습니다. 변경이 조회될 때까지 서버를 확인합니다(최대 { $limit }).
step-line = { $status }: { $act }
check-line = { $verdict }: { $check }

## The window itself

no-window = 창을 열 수 없습니다. 그래픽 드라이버를 확인하거나 --renderer glow 옵션을 사용하거나 --help에 나오는 명령을 사용하세요. ({ $words })
window-title = 영구 채팅 콘솔 – { $environment }
