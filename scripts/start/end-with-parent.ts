// Loaded before the program itself, by `Program`. The channel to the parent closes when the parent is gone, however it
// went; a program that is still loading has no listener for that yet and would live on, as would one whose own way of
// ending hangs.
const OWN_WAY_MS = 5_000;

function parentIsGone(): void {
  if (process.listenerCount('disconnect') === 0) process.exit(1);
  setTimeout(() => process.exit(1), OWN_WAY_MS).unref();
}

if (process.connected) {
  process.once('disconnect', parentIsGone);
  // Listening is no reason to live: a program that has done its work ends.
  process.channel?.unref();
} else {
  // `Program` always gives a channel: it was closed before we came to look at it.
  parentIsGone();
}
