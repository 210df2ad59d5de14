/** The sign in the browser's tab: how many emergencies nobody has, or that the board is not live. */
export function favicon(emergencies: number, live: boolean): string {
  if (emergencies === 0 && live) return '/icon.svg';
  const text = emergencies === 0 ? '!' : emergencies > 9 ? '9+' : String(emergencies);
  const [ground, ink] = live ? ['#c4161c', '#fff'] : ['#000', '#ffeb3b'];
  const size = text.length > 1 ? 17 : 22;
  const drawn =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M10 1h12l9 9v12l-9 9H10l-9-9V10z" fill="${ground}"/>` +
    `<text x="16" y="${16 + size * 0.36}" text-anchor="middle" font-family="Arial,sans-serif" font-weight="700" font-size="${size}" fill="${ink}">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawn)}`;
}

/** Puts a sign into the browser's tab. */
export function showFavicon(address: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link && link.getAttribute('href') !== address) link.href = address;
}
