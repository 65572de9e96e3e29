"""A browser that translates the page, as Chromium's does: each text in two wrappers of its own, later ones too."""

TRANSLATOR = """() => {
    const UNTOUCHED = "[translate=no], svg, script, template, textarea, font";
    const texts = () => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) found.push(walker.currentNode);
        return found.filter((text) => text.textContent.trim() && !text.parentElement.closest(UNTOUCHED));
    };
    const wrap = (text) => {
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.textContent = text.textContent.toUpperCase();
        outer.append(inner);
        text.replaceWith(outer);
    };
    const translate = () => texts().forEach(wrap);
    new MutationObserver(translate).observe(document.body, { childList: true, subtree: true, characterData: true });
    translate();
    document.documentElement.classList.add("translated-ltr");
}"""
