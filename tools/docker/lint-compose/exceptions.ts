export interface Exception {
  readonly rule: string;
  readonly services: readonly string[];
  readonly reason: string;
}

const BACKUP = ['backup', 'backup-restauracao', 'backup-ensaio-baixar'];
const CHATWOOT = ['chatwoot-prepare', 'chatwoot-rails', 'chatwoot-sidekiq'];

/** Where somebody else's program cannot do what a rule asks. One that is no longer needed fails the lint. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    rule: 'has a read-only root',
    services: ['evolution-api'],
    reason: 'its start copies the migrations and generates the database client into its own folder',
  },
  {
    rule: 'runs as a numeric user other than root',
    services: ['evolution-api'],
    reason: 'the folder it writes at every start belongs to root in the image',
  },
  {
    rule: 'has a read-only root',
    services: CHATWOOT,
    reason: 'Rails writes its cache, process numbers and logs beside its code',
  },
  {
    rule: 'runs as a numeric user other than root',
    services: CHATWOOT,
    reason:
      'the image has no other user (chatwoot/chatwoot#13281); without capabilities root is only a name',
  },
  {
    rule: 'is pinned by digest',
    services: CHATWOOT,
    reason: 'no digest of this version could be confirmed; the tag is exact',
  },
  {
    rule: 'is pinned by digest',
    services: ['banco-rest'],
    reason: 'no digest of this version could be confirmed; the tag is exact',
  },
  {
    rule: 'adds no capability',
    services: ['edge', 'banco-gateway'],
    reason:
      'the official caddy binary carries this file capability and cannot be executed without it',
  },
  {
    rule: 'adds no capability',
    services: ['julia-preparo'],
    reason: 'gives the mounted folders to the services’ user, then ends',
  },
  {
    rule: 'runs as a numeric user other than root',
    services: ['julia-preparo'],
    reason: 'gives the mounted folders to the services’ user, then ends',
  },
  {
    rule: 'runs as a numeric user other than root',
    services: BACKUP,
    reason: 'the volumes it reads and restores belong to several users',
  },
  {
    rule: 'adds no capability',
    services: BACKUP,
    reason: 'the volumes it reads and restores belong to several users',
  },
  {
    rule: 'is pinned by digest',
    services: ['prometheus', 'alertmanager', 'grafana', 'node-exporter'],
    reason: 'no digest of these versions could be confirmed; the tags are exact',
  },
];
