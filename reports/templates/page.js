"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = document.getElementById("filter");
  const chips = all("[data-filter]", form);
  const requirements = all("#requirements .req");
  const scenarios = all("#scenarios .scn");
  const shown = form.querySelector(".shown");
  const texts = new Map();

  const words = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.normalize("NFKC").toLowerCase());
    return texts.get(element);
  };
  const pressed = () => chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.filter);

  const apply = () => {
    const verdicts = pressed();
    const group = form.group.value;
    const wanted = form.text.value.normalize("NFKC").toLowerCase().trim().split(/\s+/).filter(Boolean);
    const visible = new Set();
    for (const item of requirements) {
      const fits = (!verdicts.length || verdicts.includes(item.dataset.verdict)) && (!group || item.dataset.group === group)
        && wanted.every((word) => words(item).includes(word));
      item.hidden = !fits;
      if (fits) visible.add(item.id);
    }
    for (const section of all("#requirements .group")) section.hidden = !section.querySelector(".req:not([hidden])");
    const active = verdicts.length > 0 || group !== "" || wanted.length > 0;
    for (const item of scenarios) {
      item.hidden = active && !item.dataset.requirements.split(" ").some((id) => visible.has(id));
    }
    shown.textContent = shown.dataset.text.replace("{shown}", visible.size).replace("{total}", requirements.length);
    document.body.classList.toggle("filtered", active);
    return active;
  };

  const remember = () => {
    const state = new URLSearchParams();
    if (pressed().length) state.set("verdict", pressed().join(","));
    if (form.group.value) state.set("group", form.group.value);
    if (form.text.value) state.set("text", form.text.value);
    const text = state.toString();
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
  };

  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    const verdicts = (state.get("verdict") || "").split(",");
    for (const chip of chips) chip.setAttribute("aria-pressed", String(verdicts.includes(chip.dataset.filter)));
    form.group.value = state.get("group") || "";
    if (form.group.selectedIndex < 0) form.group.value = "";
    form.text.value = state.get("text") || "";
    apply();
  };

  const reveal = (target) => {
    if (target.closest("[hidden]")) {
      for (const chip of chips) chip.setAttribute("aria-pressed", "false");
      form.group.value = form.text.value = "";
      apply();
    }
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
    const focus = target.tagName === "DETAILS" ? target.querySelector("summary") : target;
    if (focus !== target || target.hasAttribute("tabindex")) focus.focus({ preventScroll: true });
  };

  const arrive = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name) return restore();
    const target = document.getElementById(name);
    if (target) return reveal(target);
    if (name.includes("=")) restore();
  };

  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      apply();
      remember();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("reset", () => {
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    setTimeout(() => { apply(); remember(); });
  });
  addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) { event.preventDefault(); arrive(); }
  });
  for (const button of all("[data-open]")) {
    button.addEventListener("click", () => {
      for (const item of requirements) if (!item.hidden) item.open = button.dataset.open === "true";
    });
  }

  let opened = [];
  const unfold = () => {
    if (opened.length) return;
    opened = all("details[data-print]:not([open])");
    for (const item of opened) item.open = true;
  };
  const refold = () => {
    for (const item of opened) item.open = false;
    opened = [];
  };
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", refold);
  matchMedia("print").addEventListener("change", (event) => (event.matches ? unfold() : refold()));

  document.documentElement.classList.add("js");
  restore();
  if (location.hash) arrive();
})();
