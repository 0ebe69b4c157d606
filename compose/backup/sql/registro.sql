-- As `julia-migrate` makes it; its rows come with the backup.
create schema if not exists julia_migracoes;
create table if not exists julia_migracoes.aplicadas (
  nome text primary key,
  sha256 text not null,
  aplicada_em timestamptz not null default now()
);
