// Old syntax on purpose: a Node that is too old has to get as far as the refusal.
var needed = [20, 19];
var have = process.versions.node.split('.').map(Number);

if (have[0] < needed[0] || (have[0] === needed[0] && have[1] < needed[1])) {
  console.error('Homeward needs Node ' + needed.join('.') + ' or newer; this is Node ' + process.versions.node + '.');
  process.exit(1);
}
