//! Endpoints as a server writes them: one CLIXML document a record, in the shape of the test peer's.

use pchat_console::domain::Fqdn;

/// How many endpoints the figures are about.
pub const ENDPOINTS: usize = 100_000;

/// The pool all of them belong to.
const POOL: &str = "pchat-seoul.contoso.com";

pub fn pool() -> Option<Fqdn> {
    Fqdn::parse(POOL).ok()
}

/// The documents of `count` endpoints.
pub fn documents(count: usize) -> Vec<String> {
    (0..count).map(document).collect()
}

/// One endpoint. Its display name needs both kinds of unescaping, XML's and CLIXML's.
pub fn document(number: usize) -> String {
    let guid = guid(number);
    let identity = format!(
        "CN={{{guid}}},CN=Application Contacts,CN=RTC Service,CN=Services,CN=Configuration,DC=contoso,DC=com"
    );
    format!(
        concat!(
            r#"<Obj RefId="0"><TN RefId="0"><T>Microsoft.Rtc.Management.ADConnect.Schema.OCSPersistentChatContact</T>"#,
            r#"<T>System.Object</T></TN><Props><S N="Identity">{identity}</S><Obj RefId="1" N="RegistrarPool">"#,
            r#"<TN RefId="1"><T>Microsoft.Rtc.Management.Deploy.Fqdn</T><T>System.Object</T></TN><Props>"#,
            r#"<S N="Value">pool2013-seoul.contoso.com</S></Props><ToString>pool2013-seoul.contoso.com</ToString>"#,
            r#"</Obj><S N="HomeServer">CN=Lc Services,CN=Microsoft,CN=1:1,CN=Pools,CN=RTC Service,CN=Services,"#,
            r#"CN=Configuration,DC=contoso,DC=com</S><S N="OwnerUrn">urn:application:persistentchat</S>"#,
            r#"<S N="SipAddress">sip:ocschat-{number:06}@contoso.com</S>"#,
            r#"<S N="DisplayName">Group Chat &amp; Persistent_x0009_Chat {number}</S><Nil N="DisplayNumber" />"#,
            r#"<Nil N="LineURI" /><I32 N="PrimaryLanguage">0</I32><Obj RefId="2" N="SecondaryLanguages">"#,
            r#"<TN RefId="2"><T>System.Collections.ArrayList</T><T>System.Object</T></TN><LST /></Obj>"#,
            r#"<B N="EnterpriseVoiceEnabled">true</B><B N="ExUmEnabled">false</B><B N="Enabled">true</B>"#,
            r#"<G N="Guid">{guid}</G></Props><ToString>{identity}</ToString></Obj>"#,
        ),
        identity = identity,
        number = number,
        guid = guid,
    )
}

/// The same identifiers in every run, and no two alike.
fn guid(number: usize) -> String {
    // An odd factor makes this a permutation: different numbers stay different.
    let mixed = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let low = mixed & 0xFFFF_FFFF_FFFF;
    let high = mixed >> 48;
    format!("6f1a2c80-4c0b-{high:04x}-9a57-{low:012x}")
}
