-- Every table of ours and none of anybody else's, which may share the database. Written schema.table.
select format('%I.%I', n.nspname, c.relname)
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and (
  n.nspname in ('interno', 'julia_migracoes')
  or n.nspname = 'public' and c.relname in (select nome from interno.tabelas_da_julia))
order by 1
