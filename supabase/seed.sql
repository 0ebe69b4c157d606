-- Development data, relative to the day it runs: vagas of the coming three weeks. Everything is invented; the phones
-- (55 11 90000-00xx) belong to nobody. Running it again adds the days that are missing and changes nothing else.

select definir_ambiente('development');

insert into instancias (nome) values ('julia') on conflict do nothing;

insert into especialidades (nome, apelidos) values
  ('Anestesiologia', '{anestesia,anestesista,anestesiologista,anestesio}'),
  ('Clínica Médica', '{clinica,clinico,clinico geral,clinica geral,generalista}'),
  ('Pediatria', '{pediatra,pediatrico,pediatrica,pronto socorro infantil}'),
  ('Ginecologia e Obstetrícia', '{go,gineco,ginecologia,ginecologista,obstetra,obstetricia}'),
  ('Ortopedia e Traumatologia', '{ortopedia,ortopedista,orto,traumatologia}'),
  ('Cardiologia', '{cardio,cardiologista}'),
  ('Medicina Intensiva', '{intensivista,uti,terapia intensiva}'),
  ('Cirurgia Geral', '{cirurgiao,cirurgia,cirurgiao geral}')
on conflict (nome) do nothing;

insert into hospitais (nome, cidade, regiao, endereco, informacoes) values
  ('Hospital Santa Aurora', 'São Paulo', 'Zona Sul', 'Av. das Araucárias, 1200',
    'Entrada do corpo clínico pela rua lateral. Estacionamento gratuito para plantonistas. Refeição inclusa.'),
  ('Hospital Vila Serena', 'São Paulo', 'Zona Oeste', 'Rua dos Ipês, 480',
    'Descanso médico no 3º andar. Prontuário eletrônico.'),
  ('Hospital Nova Tietê', 'São Paulo', 'Zona Norte', 'Av. das Palmeiras, 95',
    'Porta de urgência 24h. Estacionamento conveniado.'),
  ('Hospital Monte Claro', 'Santo André', 'ABC', 'Rua das Figueiras, 310',
    'Duas salas cirúrgicas. Refeição inclusa.'),
  ('Hospital São Bento do Sul', 'São Bernardo do Campo', 'ABC', 'Av. dos Bandeirantes, 2020',
    'Pronto-socorro adulto e infantil.'),
  ('Hospital Jardim das Oliveiras', 'Campinas', 'Campinas e região', 'Rua das Oliveiras, 77',
    'UTI com 20 leitos. Descanso médico individual.'),
  ('Hospital Lago Azul', 'Campinas', 'Campinas e região', 'Av. do Lago, 1500',
    'Maternidade de referência. Estacionamento gratuito.')
on conflict (nome) do nothing;

insert into setores (nome) values
  ('Centro Cirúrgico'), ('Pronto-Socorro'), ('UTI Adulto'), ('Enfermaria'), ('Maternidade'), ('Ambulatório')
on conflict (nome) do nothing;

insert into periodos (nome, inicio, fim, turno) values
  ('Diurno', '07:00', '19:00', 'diurno'),
  ('Noturno', '19:00', '07:00', 'noturno'),
  ('Manhã', '07:00', '13:00', 'diurno'),
  ('Tarde', '13:00', '19:00', 'diurno'),
  ('Cinderela', '19:00', '01:00', 'noturno')
on conflict (nome) do nothing;

insert into medicos (id, nome, especialidade_id, cidade, origem)
select ('00000000-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid, m.nome, e.id, m.cidade, 'seed'
from (values
  (1, 'Ana Beatriz Moura', 'Anestesiologia', 'São Paulo'),
  (2, 'Bruno Carvalho Lins', 'Clínica Médica', 'São Paulo'),
  (3, 'Carla Menezes Prado', 'Pediatria', 'Campinas'),
  (4, 'Diego Tavares Rocha', 'Ortopedia e Traumatologia', 'Santo André'),
  (5, 'Elisa Fontes Duarte', 'Ginecologia e Obstetrícia', 'Campinas'),
  (6, 'Fábio Nogueira Reis', 'Medicina Intensiva', 'São Paulo'),
  (7, 'Gabriela Pires Leal', 'Anestesiologia', 'Santo André'),
  (8, 'Henrique Sales Brito', 'Cardiologia', 'São Paulo')
) as m (n, nome, especialidade, cidade)
join especialidades e on e.nome = m.especialidade
on conflict (id) do nothing;

insert into medico_aliases (tipo, valor, medico_id, visto_em)
select 'telefone', '55119000000' || lpad(n::text, 2, '0'),
  ('00000000-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid, agora()
from generate_series(1, 8) as n
on conflict (tipo, valor) do nothing;

-- Each model makes one vaga on every third day, at a day of its own; ids come from model and day, so no vaga repeats.
with modelos (n, especialidade, hospital, setor, periodo, valor_centavos) as (values
  (0, 'Anestesiologia', 'Hospital Santa Aurora', 'Centro Cirúrgico', 'Diurno', 240000),
  (1, 'Anestesiologia', 'Hospital Vila Serena', 'Centro Cirúrgico', 'Noturno', 280000),
  (2, 'Anestesiologia', 'Hospital Monte Claro', 'Centro Cirúrgico', 'Manhã', 130000),
  (3, 'Clínica Médica', 'Hospital Nova Tietê', 'Pronto-Socorro', 'Noturno', 165000),
  (4, 'Clínica Médica', 'Hospital São Bento do Sul', 'Enfermaria', 'Diurno', 140000),
  (5, 'Pediatria', 'Hospital São Bento do Sul', 'Pronto-Socorro', 'Cinderela', 95000),
  (6, 'Pediatria', 'Hospital Jardim das Oliveiras', 'Pronto-Socorro', 'Diurno', 155000),
  (7, 'Ginecologia e Obstetrícia', 'Hospital Lago Azul', 'Maternidade', 'Noturno', 190000),
  (8, 'Ginecologia e Obstetrícia', 'Hospital Santa Aurora', 'Maternidade', 'Diurno', 175000),
  (9, 'Ortopedia e Traumatologia', 'Hospital Monte Claro', 'Pronto-Socorro', 'Tarde', 90000),
  (10, 'Cardiologia', 'Hospital Vila Serena', 'Ambulatório', 'Manhã', 110000),
  (11, 'Medicina Intensiva', 'Hospital Jardim das Oliveiras', 'UTI Adulto', 'Noturno', 210000),
  (12, 'Medicina Intensiva', 'Hospital Nova Tietê', 'UTI Adulto', 'Diurno', 195000),
  (13, 'Cirurgia Geral', 'Hospital Nova Tietê', 'Centro Cirúrgico', 'Diurno', 205000)
), dias as (
  select (agora() at time zone 'America/Sao_Paulo')::date + d as dia from generate_series(1, 21) as d
)
insert into vagas (id, hospital_id, setor_id, especialidade_id, periodo_id, inicio, fim, valor_centavos)
select md5('vaga:' || m.n || ':' || d.dia)::uuid, h.id, s.id, e.id, p.id,
  (d.dia + p.inicio) at time zone 'America/Sao_Paulo',
  (d.dia + (p.fim <= p.inicio)::int + p.fim) at time zone 'America/Sao_Paulo',
  -- Weekends pay a fifth more.
  case when extract(isodow from d.dia) > 5 then m.valor_centavos * 6 / 5 else m.valor_centavos end
from modelos m
join dias d on (d.dia - date '2026-01-01') % 3 = m.n % 3
join hospitais h on h.nome = m.hospital
join setores s on s.nome = m.setor
join especialidades e on e.nome = m.especialidade
join periodos p on p.nome = m.periodo
on conflict (id) do nothing;
