//! Tables as consoles print them.

/// Columns as wide as their longest cell, with a rule under the headings.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            let longest = cells.map(|cell| cell.chars().count()).max();
            longest.unwrap_or_default().max(heading.chars().count())
        })
        .collect();
    let heads: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
    let rules: Vec<String> = headings
        .iter()
        .map(|text| "-".repeat(text.chars().count()))
        .collect();
    let lines = [&heads, &rules].into_iter().chain(rows);
    let lines: Vec<String> = lines.map(|cells| line(cells, &widths)).collect();
    lines.join("\n")
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let padded: Vec<String> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| {
            let missing = width.saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(missing))
        })
        .collect();
    padded.join(" ").trim_end().to_owned()
}

/// Lines in their order, without empty ends.
pub(super) fn lines(lines: &[String]) -> String {
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stands_in_columns() {
        let rows = [
            vec!["Stopped".to_owned(), "LABGCLOOKUP".to_owned()],
            vec!["Running".to_owned(), "A".to_owned()],
        ];
        assert_eq!(
            table(&["Status", "Name"], &rows),
            "Status  Name\n------  ----\nStopped LABGCLOOKUP\nRunning A"
        );
    }
}
