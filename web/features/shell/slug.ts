// A name as it stands in addresses.

/** Lower case, digits and hyphens; nothing where a name has no letters for them. `most`: characters. */
export function slugOf(name: string, most = 60): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, most).replace(/-+$/, '');
}
