// Runs in every page that is measured, before anything of the page itself:
// times are taken here, so that no way to the driver and back is in them.
(() => {
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const turn = () => new Promise((go) => setTimeout(go, 0));

  // The field or radio button with a label that begins like this.
  const labelled = (wanted) => {
    const label = all("label").find((it) => words(it).startsWith(wanted));
    return label ? document.getElementById(label.htmlFor) : null;
  };
  // What is shown: the app reads its total out only once a person pauses.
  const counts = (count) =>
    all("[role=status], .app-total__words").some((it) =>
      words(it).startsWith(`${count} direct contact`),
    );

  // Types as a person does: through the browser's own editing, with its events.
  const type = (field, text) => {
    field.focus();
    field.select();
    document.execCommand("insertText", false, text);
  };

  const bench = { ready: null, settled: null, page: null, offline: null };
  window.daybookBench = bench;

  // The first page is there; the status line says that the app is ready to work
  // offline.
  const trySeen = () => {
    if (document.querySelector("h1")) bench.page ??= performance.now();
    if (document.body?.textContent.includes("Ready to work offline")) {
      bench.offline = performance.now();
    } else {
      setTimeout(trySeen, 20);
    }
  };
  trySeen();

  // The form takes input: what is typed into its first number is added up.
  let hands = true;
  bench.handsOff = () => {
    hands = false;
  };
  const tryForm = async () => {
    if (!hands) return;
    const field = labelled("Under 5");
    if (field && !field.disabled) {
      type(field, "7");
      // What the page does at once, in this task, but after its own handlers.
      for (let hop = 0; hop < 20 && !counts(7); hop += 1) {
        await null;
      }
      if (counts(7)) {
        bench.ready = performance.now();
        performance.mark("daybook-ready");
        waitForLedger();
        return;
      }
    }
    setTimeout(tryForm, 0);
  };
  tryForm();

  // The records have been read: the status line counts them.
  const waitForLedger = () => {
    const look = () => {
      if (bench.settled === null && /[\d,]+ records/.test(document.body.textContent)) {
        bench.settled = performance.now();
        performance.mark("daybook-settled");
        watch.disconnect();
      }
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  };

  // Fills the form in with so many children under 5.
  bench.fill = async (count) => {
    const kind = labelled("Group activity in a children’s centre");
    if (!kind.checked) {
      kind.click();
      await turn();
    }
    const place = labelled("Rosehill Children’s Centre");
    if (!place.checked) {
      place.click();
      await turn();
    }
    type(labelled("Under 5"), String(count));
    while (!counts(count)) {
      await turn();
    }
  };

  // From the tap on a button until an alert says all of these words.
  bench.save = (name, said) =>
    new Promise((done) => {
      const watch = new MutationObserver(() => {
        const alerts = all("[role=alert]").map(words);
        if (alerts.some((it) => said.every((part) => it.includes(part)))) {
          watch.disconnect();
          done(performance.now() - begun);
        }
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      const button = all("button").find((it) => words(it) === name);
      const begun = performance.now();
      button.click();
    });

  // From the tap on a link until a table stands on the page and was drawn.
  bench.visit = (name, caption) =>
    new Promise((done) => {
      const watch = new MutationObserver(() => {
        if (all("caption").some((it) => words(it) === caption)) {
          watch.disconnect();
          requestAnimationFrame(() =>
            setTimeout(() => {
              performance.mark("daybook-visited");
              done(performance.now() - begun);
            }, 0),
          );
        }
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      const link = all("a[href]").find((it) => words(it) === name);
      performance.mark("daybook-visit");
      const begun = performance.now();
      link.click();
    });

  // How long each tap or key took to the frame that answers it: the longest of
  // the events that belong to it, where the browser tells of any.
  const answered = new Map();
  const hear = (list) => {
    for (const it of list) {
      if (!it.interactionId) continue;
      if (it.duration <= (answered.get(it.interactionId)?.[0] ?? 0)) continue;
      const said = it.target?.labels?.[0]?.textContent ?? it.target?.textContent ?? "";
      const waited = Math.round(it.processingStart - it.startTime);
      const handled = Math.round(it.processingEnd - it.processingStart);
      const parts = `${waited} ms until it is heard, ${handled} until it is handled`;
      answered.set(it.interactionId, [
        it.duration,
        `${it.name} ${said.trim().slice(0, 40)}: ${parts}`,
      ]);
    }
  };
  const ear = new PerformanceObserver((list) => hear(list.getEntries()));
  ear.observe({ type: "event", durationThreshold: 16, buffered: true });
  bench.answered = async () => {
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
    hear(ear.takeRecords());
    return [...answered.values()];
  };

  // A while in which nothing is asked of the page.
  bench.rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // A fixed piece of work, to tell how fast the page's thread is.
  bench.work = () => {
    const begun = performance.now();
    let sum = 0;
    for (let step = 0; step < 20_000_000; step += 1) {
      sum = (sum + step * step) % 1_000_003;
    }
    return [performance.now() - begun, sum];
  };
})();
