// The browser's next drawing of the page, for drawing.rs.

// Does something once the page was drawn as it is now, so that a tap is seen to
// have been taken before the work that it asks for. In a tab out of sight nothing
// is drawn: there it waits a tenth of a second.
export function afterDrawing(then) {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(late);
    setTimeout(then);
  };
  const frame = requestAnimationFrame(once);
  const late = setTimeout(once, 100);
}
