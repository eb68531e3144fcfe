//! What lies in the browser's two stores, behind the app's back: put there
//! before it starts, spoilt, or looked at afterwards.

use serde_json::{Value, json};

use crate::app::App;
use crate::error::Result;

/// Every text of one of the journal's stores, by key.
const JOURNAL_STORE: &str = "
    const [store, done] = arguments;
    const opening = indexedDB.open('daybook');
    opening.onsuccess = () => {
        const database = opening.result;
        const shelf = database.transaction(store).objectStore(store);
        const [keys, texts] = [shelf.getAllKeys(), shelf.getAll()];
        shelf.transaction.oncomplete = () => {
            database.close();
            done(keys.result.map((key, at) => [key, texts.result[at]]));
        };
    };";

/// How many texts go over in one script.
const AT_ONCE: usize = 300;

/// Puts a text into the journal, or with no text reads what is there.
const JOURNAL: &str = "
    const [key, text, done] = arguments;
    const opening = indexedDB.open('daybook');
    opening.onsuccess = () => {
        const database = opening.result;
        const transaction = database.transaction('records', 'readwrite');
        const store = transaction.objectStore('records');
        if (text !== null) store.put(text, key);
        const reading = store.get(key);
        transaction.oncomplete = () => { database.close(); done(reading.result ?? null); };
    };";

/// Spoils one character of the PINs in the journal.
const SPOIL_LOCKS: &str = "
    const done = arguments[0];
    const opening = indexedDB.open('daybook');
    opening.onsuccess = () => {
        const database = opening.result;
        const transaction = database.transaction('meta', 'readwrite');
        const store = transaction.objectStore('meta');
        const reading = store.get('locks');
        reading.onsuccess = () => store.put(reading.result.replace('600000', '600001'), 'locks');
        transaction.oncomplete = () => { database.close(); done(true); };
    };";

impl App {
    /// Opens a page of the app's origin on which the app does not run.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn open_without_app(&self) -> Result<()> {
        // No such file, hence no page of the app's.
        self.open("/nothing.txt").await
    }

    /// Puts texts into local storage.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn put(&self, texts: &[(String, String)]) -> Result<()> {
        for part in texts.chunks(AT_ONCE) {
            let script = "for (const [key, text] of arguments[0]) localStorage.setItem(key, text);
                return true;";
            let _: bool = self.script(script, vec![json!(part)]).await?;
        }
        Ok(())
    }

    /// Everything in local storage whose key begins with a prefix.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn kept(&self, prefix: &str) -> Result<Vec<(String, String)>> {
        let script = "return Object.entries(localStorage)
            .filter(([key]) => key.startsWith(arguments[0])).sort();";
        self.script(script, vec![json!(prefix)]).await
    }

    /// Puts a text into the journal's records, behind the app's back.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn put_in_journal(&self, id: &str, text: &str) -> Result<()> {
        let arguments = vec![json!(id), json!(text)];
        self.driver().execute_async(JOURNAL, arguments).await?;
        Ok(())
    }

    /// What the journal's records hold under an id.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn kept_in_journal(&self, id: &str) -> Result<Option<String>> {
        let arguments = vec![json!(id), Value::Null];
        let found = self.driver().execute_async(JOURNAL, arguments).await?;
        Ok(found.json().as_str().map(str::to_owned))
    }

    /// Everything in one of the journal's stores, by key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn journal_store(&self, store: &str) -> Result<Vec<(String, String)>> {
        let found = self
            .driver()
            .execute_async(JOURNAL_STORE, vec![json!(store)])
            .await?;
        serde_json::from_value(found.json().clone()).map_err(crate::error::Error::from)
    }

    /// Damages the PINs that the journal keeps.
    ///
    /// # Errors
    /// When there are none, or the browser refuses.
    pub async fn spoil_locks(&self) -> Result<()> {
        self.driver().execute_async(SPOIL_LOCKS, vec![]).await?;
        Ok(())
    }

    /// Lets the browser lose every file of the app whose address begins with this,
    /// from what the service worker keeps and from its own short memory.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn drops_from_its_cache(&self, address: &str) -> Result<()> {
        let script = "const [start, done] = arguments;
            caches.keys().then(async ([name]) => {
                const cache = await caches.open(name);
                for (const { url } of await cache.keys()) {
                    if (new URL(url).pathname.startsWith(start)) await cache.delete(url);
                }
                done(true);
            });";
        let arguments = vec![json!(address)];
        self.driver().execute_async(script, arguments).await?;
        let cdp = self.driver().cdp();
        cdp.send_raw("Network.clearBrowserCache", json!({})).await?;
        Ok(())
    }

    /// Fills local storage to its last character.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn fill_up(&self) -> Result<()> {
        let script = "let filling = '';
            for (let size = 1 << 22; size >= 1; size >>= 1) {
                try {
                    localStorage.setItem('filling', filling + 'x'.repeat(size));
                    filling += 'x'.repeat(size);
                } catch { /* half as much, then */ }
            }
            return true;";
        let _: bool = self.script(script, vec![]).await?;
        Ok(())
    }

    /// Fills local storage but for so many characters.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn fill_up_but(&self, left: usize) -> Result<()> {
        self.fill_up().await?;
        let script = "const filling = localStorage.getItem('filling');
            localStorage.setItem('filling', filling.slice(arguments[0]));
            return true;";
        let _: bool = self.script(script, vec![json!(left)]).await?;
        Ok(())
    }

    /// Puts texts of a record's length into local storage until it takes no more;
    /// every so manyth has a curly apostrophe, none where it is 0. Gives how many
    /// characters they have in all, with their keys.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn fill_with_texts(&self, every: u32) -> Result<usize> {
        let script = "const [every] = arguments;
            for (let count = 0; ; count++) {
                const last = every && count % every === 0 ? '\u{2019}' : '.';
                try {
                    localStorage.setItem(`filling/${count}`.padEnd(24), 'x'.repeat(299) + last);
                } catch {
                    return count * 324;
                }
            }";
        self.script(script, vec![json!(every)]).await
    }

    /// Frees what [`App::fill_up`] took.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn free(&self) -> Result<()> {
        let script = "localStorage.removeItem('filling'); return true;";
        let _: bool = self.script(script, vec![]).await?;
        Ok(())
    }
}
