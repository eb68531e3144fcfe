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

/// Scrolls by a third of the screen: down, or at the page's end up.
const SCROLL: &str = "
    const before = scrollY;
    scrollBy({ top: innerHeight / 3, behavior: 'instant' });
    if (scrollY === before) scrollBy({ top: -innerHeight / 3, behavior: 'instant' });
    return true;";

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

impl Barrier {
    fn is_of_size(&self) -> bool {
        self.rule == "target-size"
    }
}

impl App {
    /// All barriers that axe-core finds on the page as it is.
    ///
    /// The bar with the save button stays in sight and half covers whatever lies at
    /// its edge, until one scrolls. So a target counts as too small only if it is
    /// so at two places of the scroll.
    ///
    /// # Errors
    /// When axe-core is not there or does not run.
    pub async fn barriers(&self) -> Result<Vec<Barrier>> {
        let mut found = self.barriers_in_sight().await?;
        if found.iter().any(Barrier::is_of_size) {
            let _: bool = self.script(SCROLL, vec![]).await?;
            let again = self.barriers_in_sight().await?;
            let same = |it: &Barrier| {
                let mut others = again.iter().filter(|it| it.is_of_size());
                others.any(|other| other.place == it.place)
            };
            found.retain(|it| !it.is_of_size() || same(it));
        }
        Ok(found)
    }

    async fn barriers_in_sight(&self) -> Result<Vec<Barrier>> {
        let there: bool = self.script("return 'axe' in window;", vec![]).await?;
        if !there {
            let axe = std::fs::read_to_string(variable("AXE")?)?;
            self.driver().execute(axe, vec![]).await?;
        }
        let found = self.driver().execute_async(RUN, vec![json!(null)]).await?;
        Ok(serde_json::from_value(found.json().clone())?)
    }
}
