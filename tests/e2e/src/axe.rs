//! Accessibility, as far as a machine can tell: axe-core's rules of WCAG 2.2 at
//! level AA.

use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::browser::variable;
use crate::error::Result;

/// The rules of all versions of WCAG up to 2.2 at levels A and AA, the size of
/// targets among them, which axe-core leaves out by itself.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        rules: { 'target-size': { enabled: true } },
    }).then(
        (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) => ({
            rule: rule.id, place: node.target.join(' '), why: node.failureSummary,
        })))),
        (error) => done([{ rule: 'axe', place: '', why: String(error) }]),
    );";

/// One thing that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Barrier {
    /// The rule's name.
    pub rule: String,
    /// Where it is.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}

impl App {
    /// All barriers that axe-core finds on the page as it is.
    ///
    /// # Errors
    /// When axe-core is not there or does not run.
    pub async fn barriers(&self) -> Result<Vec<Barrier>> {
        let there: bool = self.script("return 'axe' in window;", vec![]).await?;
        if !there {
            let axe = std::fs::read_to_string(variable("AXE")?)?;
            self.driver().execute(axe, vec![]).await?;
        }
        let found = self.driver().execute_async(RUN, vec![json!(null)]).await?;
        Ok(serde_json::from_value(found.json().clone())?)
    }
}
