"""How readable the texts of a page are, asked of a browser."""

#: Returns what has less contrast with what is behind it than WCAG AA asks for a text of any size (1.4.3).
POOR_CONTRAST = """() => {
  const channel = value => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const rgba = colour => colour.match(/[0-9.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const texts = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!(texts || element.value) || !element.checkVisibility()) continue;
    const [one, other] = [rgba(getComputedStyle(element).color), behind(element)].map(luminance).sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) poor.push(element.outerHTML.slice(0, 80));
  }
  return poor;
}"""
