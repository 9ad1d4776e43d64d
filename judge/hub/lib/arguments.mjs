// The words of a command line: `--name value`, `--name` alone for a switch, and the rest.

export function read(switches = []) {
  const options = {};
  const rest = [];
  const words = process.argv.slice(2);
  while (words.length > 0) {
    const word = words.shift();
    if (!word.startsWith('--')) rest.push(word);
    else if (switches.includes(word.slice(2))) options[word.slice(2)] = true;
    else options[word.slice(2)] = words.shift();
  }
  return { options, rest };
}
