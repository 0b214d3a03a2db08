//! An export of the old system, as somebody may drop it onto the window; and the risks found in it.

use pchat_console::checklist::{PreflightGround, names, preflight, read_export};

pub(crate) fn run(input: &[u8]) {
    // Several exports are judged together; a line of equal signs parts them.
    let exports: Vec<_> = parts(input)
        .filter_map(|part| read_export("export.csv", part).ok())
        .collect();
    for export in &exports {
        for row in &export.rows {
            assert_eq!(
                row.cells.len(),
                export.columns.len(),
                "a row of its own width"
            );
        }
    }
    let sip_domains = ["contoso.com".to_owned()];
    let report = preflight(
        &exports,
        PreflightGround {
            sip_domains: &sip_domains,
            cut_off: Some("2010-01-01"),
            readings: &[],
        },
    );
    for finding in &report.findings {
        for row in &finding.evidence.rows {
            assert_eq!(row.len(), finding.evidence.columns.len(), "evidence");
        }
    }
    // The names above a name are a prefix of it, so the names of a deep tree are longer than the tree, within its depth.
    let all: usize = names(&exports).iter().map(String::len).sum();
    assert!(all <= 66 * (input.len() + 1) * 4, "{all} bytes of names");
}

fn parts(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    const BREAK: &[u8] = b"\n====\n";
    let mut rest = Some(input);
    std::iter::from_fn(move || {
        let all = rest?;
        let at = all.windows(BREAK.len()).position(|window| window == BREAK);
        match at {
            Some(at) => {
                rest = all.get(at + BREAK.len()..);
                all.get(..at)
            }
            None => rest.take(),
        }
    })
}
