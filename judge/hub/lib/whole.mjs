// What no kill may leave behind, as questions to the database itself. Each should find nothing.

/** What is left over where a source is replaced, until it is tidied up. */
export const LEFT = [
  ['blobs that nothing refers to', 'SELECT digest FROM blobs b WHERE NOT EXISTS (SELECT 1 FROM revision_parts p WHERE p.organisation_id = b.organisation_id AND p.digest = b.digest) AND NOT EXISTS (SELECT 1 FROM upload_files f WHERE f.organisation_id = b.organisation_id AND f.digest = b.digest)'],
  ['uploads that nobody uses and that never expire', 'SELECT id FROM uploads u WHERE expires_at IS NULL AND NOT EXISTS (SELECT 1 FROM apis WHERE apis.upload_id = u.id)'],
];

const QUESTIONS = [
  ['revisions without API', 'SELECT id FROM revisions r WHERE NOT EXISTS (SELECT 1 FROM apis WHERE apis.id = r.api_id)'],
  ['revisions whose job is not there', 'SELECT id FROM revisions r WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = r.job_id)'],
  ['revisions without documents or report', "SELECT id FROM revisions r WHERE (SELECT COUNT(DISTINCT part) FROM revision_parts p WHERE p.revision_id = r.id AND p.part IN ('document', 'report')) < 2"],
  ['gaps in the numbers of revisions', 'SELECT api_id FROM revisions GROUP BY api_id HAVING COUNT(*) <> MAX(number)'],
  ['current revisions that are not there or not approved', "SELECT id FROM apis WHERE current_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.id = apis.current_id AND r.api_id = apis.id AND r.state = 'approved')"],
  ['pending revisions that their API does not know of', "SELECT id FROM revisions r WHERE r.state = 'pending' AND NOT EXISTS (SELECT 1 FROM apis WHERE apis.id = r.api_id AND apis.pending_id = r.id)"],
  ['pending revisions that are not there', "SELECT id FROM apis WHERE pending_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.id = apis.pending_id AND r.state = 'pending')"],
  ['APIs that no job was made for', "SELECT id FROM apis WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.kind = 'compile-api' AND jobs.organisation_id = apis.organisation_id AND jobs.created_at >= apis.created_at AND jobs.task LIKE '%' || jobs.subject || '%')"],
  ['jobs that run', "SELECT id FROM jobs WHERE state = 'running'"],
  ['jobs that are due', "SELECT id FROM jobs WHERE state = 'queued' AND kind <> 'reseal'"],
  ['jobs that ended without a moment, or wait with one', "SELECT id FROM jobs WHERE (finished_at IS NULL) <> (state IN ('queued', 'running'))"],
  ['jobs that ended and hold a place in the queue', "SELECT id FROM jobs WHERE state NOT IN ('queued') AND waiting_key IS NOT NULL"],
  ['uploads without files', 'SELECT id FROM uploads u WHERE NOT EXISTS (SELECT 1 FROM upload_files f WHERE f.upload_id = u.id)'],
  ['uploads that are used and will expire', 'SELECT id FROM uploads u WHERE expires_at IS NOT NULL AND EXISTS (SELECT 1 FROM apis WHERE apis.upload_id = u.id)'],
  ['gaps in the numbers of events', 'SELECT scope FROM chains c WHERE c.events <> (SELECT COUNT(*) FROM events e WHERE e.scope = c.scope) OR c.events <> (SELECT COALESCE(MAX(number), 0) FROM events e WHERE e.scope = c.scope)'],
  ['gaps in the numbers of audit lines', 'SELECT scope FROM chains c WHERE c.audited <> (SELECT COUNT(*) FROM audit a WHERE a.scope = c.scope) OR c.audited <> (SELECT COALESCE(MAX(number), 0) FROM audit a WHERE a.scope = c.scope)'],
  ['APIs without exactly one event that tells of them', "SELECT id FROM apis a WHERE (SELECT COUNT(*) FROM events e WHERE e.scope = a.organisation_id AND e.kind = 'api.registered' AND e.at = a.created_at) = 0"],
  ['credentials of APIs that are not there', 'SELECT id FROM credentials c WHERE NOT EXISTS (SELECT 1 FROM apis WHERE apis.id = c.api_id)'],
  ['probes of APIs that are not there', 'SELECT api_id FROM probes p WHERE NOT EXISTS (SELECT 1 FROM apis WHERE apis.id = p.api_id)'],
];

/** A sentence for each question that found something. */
export async function findings(database, questions = [...LEFT, ...QUESTIONS]) {
  const found = [];
  for (const [what, sql] of questions) {
    const [{ n }] = await database.rows(`SELECT COUNT(*) AS n FROM (${sql}) q`);
    if (Number(n) > 0) found.push(`${n} ${what}`);
  }
  if (database.kind === 'sqlite') {
    const [{ integrity_check: said }] = await database.rows('PRAGMA integrity_check');
    if (said !== 'ok') found.push(`the file is damaged: ${said}`);
    const broken = await database.rows('PRAGMA foreign_key_check');
    if (broken.length > 0) found.push(`${broken.length} references lead nowhere`);
  }
  return found;
}
