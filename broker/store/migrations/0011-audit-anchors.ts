import type { Dialect, Migration } from './migration.ts'

/** How far the trail was taken off in front, on purpose. */
export const auditAnchors: Migration = (is) => [
  `create table audit_anchor (
    seq ${is.integer} primary key, hash text not null, first_seq ${is.integer} not null, at ${is.integer} not null,
    file text not null, file_digest text not null)${is.strict}`,
  ...is.appendOnly('audit_anchor', 'what was taken off the audit trail is append-only'),
  ...deletedUpToAnchor(is),
]

/** Lines go only from the front, and only those that an anchor stands for. */
function deletedUpToAnchor({ name }: Dialect): string[] {
  const why = 'the audit trail is append-only'
  if (name === 'sqlite')
    return [
      'drop trigger audit_no_delete',
      `create trigger audit_no_delete before delete on audit
        when old.seq > coalesce((select max(seq) from audit_anchor), 0) begin select raise(abort, '${why}'); end`,
    ]
  return [
    `create or replace function audit_append_only() returns trigger language plpgsql as $$ begin
      if tg_op = 'DELETE' then
        if old.seq <= coalesce((select max(seq) from audit_anchor), 0) then return old; end if;
      end if;
      raise exception '${why}'; end $$`,
  ]
}
