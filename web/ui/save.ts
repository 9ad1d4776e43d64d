// Gives somebody a file that was read with their token, which a link alone cannot carry.

export function save(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Browsers have taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
