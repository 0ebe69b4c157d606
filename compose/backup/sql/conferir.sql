-- Compares what was restored (pg_temp.obtido) with what the backup wrote down (pg_temp.esperado).
do $$
declare
  v_diferencas text;
begin
  select string_agg(format('%s: esperava %s linha(s) e soma %s, tem %s e %s', coalesce(e.tabela, o.tabela),
      e.linhas, e.soma, o.linhas, o.soma), E'\n') into v_diferencas
    from esperado e full join obtido o using (tabela)
    where (e.linhas, e.soma) is distinct from (o.linhas, o.soma);
  if v_diferencas is not null then
    raise exception E'O banco restaurado difere do manifesto:\n%', v_diferencas;
  end if;
end
$$;
