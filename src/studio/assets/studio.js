// Theme, surround, and pictures that follow every save. Without this script the page still shows everything once.
"use strict";
const root = document.documentElement, url = new URL(location.href);
const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
root.dataset.theme = url.searchParams.get("theme") ?? stored("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

const $ = (s, from = document) => from.querySelector(s);
const $$ = (s, from = document) => [...from.querySelectorAll(s)];
const clock = (date) => date.toLocaleTimeString("en-GB");
const kB = (bytes) => bytes >= 99950 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1000).toFixed(1)} kB`;
const rungs = { "as-designed": [1, "as set"], tightened: [3, "tightened"], shrunk: [4, "smaller"], shortened: [5, "shorter copy"], dropped: [6, "line dropped"] };

function say(tone, strong, rest) {
  const live = $("#live");
  live.dataset.tone = tone;
  const b = document.createElement("b"), line = document.createElement("span");
  b.textContent = strong;
  line.append(b, rest ?? "");
  live.replaceChildren(line);
}

// The caption says what the answer's headers say.
function caption(tile, headers, fresh) {
  const bytes = Number(headers.get("content-length"));
  $(".bytes", tile).textContent = bytes ? kB(bytes) : "";
  const [word, , size] = (headers.get("mimeo-fit") ?? "").split("; ");
  const rung = rungs[word], line = $(".c2", tile);
  line.replaceChildren();
  if (rung) {
    const ladder = document.createElement("span");
    ladder.className = rung[0] > 4 ? "fit far" : "fit";
    ladder.setAttribute("role", "img");
    ladder.setAttribute("aria-label", `Fit: ${rung[1]}`);
    for (let n = 1; n <= 6; n++) { const i = document.createElement("i"); if (n <= rung[0]) i.className = "on"; ladder.append(i); }
    line.append(ladder, word === "shrunk" && size ? `${rung[1]}, ${size.replace("size=", "").replace(".0", "")} px` : rung[1]);
  }
  const warnings = Number(headers.get("mimeo-warnings"));
  if (warnings) { const w = document.createElement("span"); w.className = "w"; w.textContent = warnings === 1 ? "1 warning" : `${warnings} warnings`; line.append(w); }
  if (fresh) { const mark = document.createElement("span"); mark.className = "fresh"; mark.textContent = "repainted"; line.append(mark); }
}

// Asks for one picture; swaps it only when its bytes are others. Gives whether they are.
async function check(tile) {
  const img = $("img", tile), src = tile.dataset.src;
  let answer = await fetch(src, { method: "HEAD", cache: "no-store" });
  if (answer.status === 503) { await new Promise((r) => setTimeout(r, 400)); answer = await fetch(src, { method: "HEAD", cache: "no-store" }); }
  $(".why", tile)?.remove();
  if (!answer.ok) {
    const problem = await (await fetch(src, { cache: "no-store" })).json().catch(() => ({ message: "No answer." }));
    const why = document.createElement("p"), w = img.getAttribute("width"), h = img.getAttribute("height");
    why.className = "why";
    why.textContent = [problem.message, ...(problem.hints ?? [])].join(". ");
    // The room of the picture is kept; the reason stands in it, or beneath it when it is a strip.
    img.src = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='${w}' height='${h}'/>`;
    tile.classList.add("failed");
    $(".bytes", tile).textContent = ""; $(".c2", tile).textContent = "not drawn";
    (h < 120 ? $(".c2", tile) : $(".pic", tile)).append(why);
    tile.dataset.tag = "";
    return false;
  }
  const tag = answer.headers.get("etag"), before = tile.dataset.tag, failed = tile.classList.contains("failed");
  if (before === tag) { $(".fresh", tile)?.remove(); return false; }
  if (before !== undefined || failed) {
    const next = new Image();
    next.src = `${src}&v=${encodeURIComponent(tag.replaceAll('"', "").slice(0, 16))}`;
    await next.decode().catch(() => {});
    img.src = next.src;
  }
  tile.classList.remove("failed", "wait");
  tile.dataset.tag = tag;
  caption(tile, answer.headers, before !== undefined);
  return before !== undefined;
}

// Four at a time, in the order of the page.
async function checkAll() {
  const tiles = $$(".tile"), all = tiles.length;
  let done = 0, changed = 0;
  const next = async () => {
    for (let tile = tiles.shift(); tile; tile = tiles.shift()) {
      if (await check(tile)) changed++;
      done++;
      if (done < all && done % 4 === 0 && !fault()) say("busy", "Painting", `, ${done} of ${all}`);
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  return [changed, all];
}

const fault = () => $("#fault");
const errors = () => { const n = Number(fault()?.dataset.errors ?? 0); return n === 1 ? "1 error" : `${n} errors`; };
const failed = () => $$(".tile.failed").length;
const since = () => $("time", fault())?.textContent;

function local() { $$("time[datetime]").forEach((t) => { const d = new Date(t.getAttribute("datetime")); if (!isNaN(d)) t.textContent = clock(d); }); }

let turn = 0;
async function refresh(saved) {
  const mine = ++turn, begun = performance.now();
  const answer = await fetch(location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== turn) return;
  const keys = (from) => $$(".tile", from).map((t) => t.dataset.src).join("\n");
  $("#faults").replaceChildren(...$("#faults", page).childNodes);
  document.body.dataset.state = page.body.dataset.state;
  if (keys(document) !== keys(page)) {
    const known = new Map($$(".tile").map((t) => [t.dataset.key, t]));
    $$(".tile", page).forEach((t) => {
      const old = known.get(t.dataset.key);
      if (old) { old.dataset.src = $("a", old).href = t.dataset.src; t.replaceWith(old); }
    });
    $("#groups").replaceChildren(...$("#groups", page).childNodes);
    $("#shapes").replaceChildren(...$("#shapes", page).childNodes);
  }
  // The field in hand is left alone.
  const fields = $$("#panel > *"), newer = $$("#panel > *", page);
  if (fields.length !== newer.length) $("#panel").replaceChildren(...newer);
  else newer.forEach((field, n) => { if (!fields[n].contains(document.activeElement)) fields[n].replaceWith(field); });
  $("#locales").replaceChildren(...$("#locales", page).childNodes);
  local();
  if (fault()) { say("error", errors(), since() ? `, showing ${since()}` : ""); return; }
  const [changed, all] = await checkAll();
  if (mine !== turn) return;
  if (failed()) return say("error", `${failed()} of ${all}`, " cannot be drawn");
  if (saved) say("ok", `Saved ${clock(new Date())}`, `, ${changed} of ${all} repainted in ${Math.round(performance.now() - begun)} ms`);
  else say("ok", "Ready", `, ${all} pictures`);
}

addEventListener("DOMContentLoaded", () => {
  local();
  document.addEventListener("click", (e) => {
    const t = e.target.closest("[data-theme-toggle],[data-copy],[data-reset]");
    if (!t) return;
    if ("themeToggle" in t.dataset) {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a private window */ }
    }
    if ("copy" in t.dataset) navigator.clipboard.writeText($("#fault-text").textContent).then(() => { t.textContent = "Copied"; });
  });
  document.addEventListener("keydown", (e) => {
    if (e.target.matches("input,textarea,select") || e.metaKey || e.ctrlKey || e.altKey) return;
    if (e.key === "t") $("[data-theme-toggle]").click();
    if (e.key === "b") { const all = ["", "white", "grey", "black"]; root.dataset.surround = all[(all.indexOf(root.dataset.surround ?? "") + 1) % 4]; }
  });
  $$("select[data-go]").forEach((s) => s.addEventListener("change", () => { location.href = s.value; }));

  const template = document.body.dataset.template;
  if (!template) return;
  // A field that differs from the deck goes into the address, and nothing else does.
  let soon;
  const put = () => {
    const at = new URL(location.href);
    $$("#panel [data-slot]").forEach((field) => {
      if (field.type === "radio" && !field.checked) return;
      const name = `slot.${field.dataset.slot}`;
      if (field.tagName === "TEXTAREA") {
        if (field.value !== field.defaultValue) at.searchParams.set(name, field.value);
      } else if (field.value === field.dataset.default || field.value === "") at.searchParams.delete(name);
      else at.searchParams.set(name, field.value);
    });
    history.replaceState(null, "", at);
    refresh(false);
  };
  $("#panel").addEventListener("submit", (e) => { e.preventDefault(); put(); });
  $("#panel").addEventListener("change", (e) => { 
    clearTimeout(soon);
    if (e.target.tagName === "SELECT") $$("textarea", e.target.closest(".f")).forEach((t) => { t.value = t.defaultValue; });
    e.target.blur();
    put();
  });
  $("#panel").addEventListener("input", (e) => { if (e.target.tagName === "TEXTAREA") { clearTimeout(soon); soon = setTimeout(put, 300); } });

  if (fault()) say("error", errors(), since() ? `, showing ${since()}` : "");
  checkAll().then(([, all]) => {
    if (failed()) say("error", `${failed()} of ${all}`, " cannot be drawn");
    else if (!fault()) say("ok", "Ready", `, ${all} pictures`);
  });
  const events = new EventSource(`/studio/events/${encodeURIComponent(template)}`);
  let lost = false;
  events.addEventListener("saved", () => refresh(true));
  events.addEventListener("open", () => { if (lost) { lost = false; refresh(false); } });
  events.addEventListener("error", () => { if (!lost) { lost = true; say("error", `No answer from mimeo since ${clock(new Date())}`, ". Trying again. The pictures stay."); } });
});
