import type {
  Abertura,
  Conteudo,
  LimitesEnvio,
  MensagemPropria,
  MensagemRecebida,
  Registro,
  Turno,
} from '@julia/domain';
import { criarBancoDeTeste, type BancoDeTeste } from '@julia/infra';
import {
  criarClienteSupabase,
  SupabaseConfiguracoes,
  SupabaseConversas,
  SupabaseEnvios,
  SupabaseLembretes,
  SupabaseTurnos,
  SupabaseVagas,
  SupabaseVarredura,
} from '../src/index.ts';

export const leaseMs = 10_000;
export const leaseEnvioMs = 45_000;
const instancia = 'julia';

export const semLimites: LimitesEnvio = {
  maxPorHora: 20,
  maxPorDia: 100,
  horarioInicio: '08:00',
  horarioFim: '20:00',
  destinosPermitidos: null,
};

export interface Cenario {
  readonly banco: BancoDeTeste;
  readonly conversas: SupabaseConversas;
  readonly turnos: SupabaseTurnos;
  readonly vagas: SupabaseVagas;
  readonly lembretes: SupabaseLembretes;
  readonly envios: SupabaseEnvios;
  readonly varredura: SupabaseVarredura;
  readonly configuracoes: SupabaseConfiguracoes;
  /** Stores one inbound message; due at once unless `silencioMs` says otherwise. */
  receber(telefone: string, texto: string, outros?: Partial<MensagemRecebida>): Promise<Registro>;
  /** A doctor nobody has seen before writes. */
  conversaNova(
    texto?: string,
  ): Promise<Pick<Registro, 'conversaId' | 'medicoId'> & { readonly telefone: string }>;
  /** Opens the turn of a conversation; throws when it does not open. */
  abrir(conversaId: string): Promise<Turno>;
  /** One inbound message answered by these parts; returns the ids of the outgoing rows. */
  responder(telefone: string, partes?: readonly string[]): Promise<Resposta>;
  /** Claims, posts and concludes one row; returns the provider id. */
  enviar(mensagemId: string, idProvedor?: string): Promise<string>;
  /** Stores an outgoing row that no port makes yet (campanha, followup, manual). */
  enfileirar(conversaId: string, campos: Readonly<Record<string, unknown>>): Promise<string>;
  status(mensagemId: string): Promise<{ status: string; motivo: string | null }>;
  /** The médico who bears this phone or LID. */
  medicoDe(alias: string): Promise<string | undefined>;
  agora(): Promise<Date>;
  /** Moves the test clock forward to this local São Paulo time of the next such weekday (1 = Monday). */
  irPara(diaDaSemana: number, hora: string): Promise<Date>;
}

export interface Resposta {
  readonly conversaId: string;
  readonly medicoId: string;
  readonly turno: Turno;
  readonly mensagens: readonly string[];
}

let sequencia = 0;
export function proximo(prefixo = ''): string {
  sequencia += 1;
  return `${prefixo}${sequencia}`;
}
export function novoTelefone(): string {
  return `55119${String(70_000_000 + Number(proximo()))}`;
}

/** A person known by a LID that nobody has seen before. */
export function soLid(): { lid: string; pessoa: { telefone: null; lid: string } } {
  const lid = proximo('66000');
  return { lid, pessoa: { telefone: null, lid } };
}

export function recebida(
  telefone: string,
  texto: string,
  outros: Partial<MensagemRecebida> = {},
): MensagemRecebida {
  return {
    tipo: 'mensagem_recebida',
    instancia,
    idProvedor: proximo('ENTRADA'),
    pessoa: { telefone, lid: null },
    nome: 'Doutora Teste',
    conteudo: { tipo: 'texto', texto },
    citadaIdProvedor: null,
    enviadaEm: new Date().toISOString(),
    ...outros,
  };
}

export function propria(
  telefone: string,
  texto: string,
  outros: Partial<MensagemPropria> = {},
): MensagemPropria {
  const conteudo: Conteudo = { tipo: 'texto', texto };
  return {
    tipo: 'mensagem_propria',
    instancia,
    idProvedor: proximo('PROPRIA'),
    pessoa: { telefone, lid: null },
    origem: 'aparelho',
    conteudo,
    enviadaEm: new Date().toISOString(),
    ...outros,
  };
}

/** The embedded edition prints every failure of the database, and failures are what many of these tests provoke. */
function calarFalhas(): void {
  const original = console.error.bind(console);
  console.error = (...partes: unknown[]) => {
    const [erro] = partes;
    if (typeof erro !== 'object' || erro === null || !('code' in erro)) original(...partes);
  };
}

export async function criarCenario({ seed = false, conexoes = 10 } = {}): Promise<Cenario> {
  calarFalhas();
  const banco = await criarBancoDeTeste({ seed, conexoes });
  const cliente = criarClienteSupabase({
    url: banco.urlSupabase,
    chave: banco.chave,
    prazoMs: 20_000,
  });
  const conversas = new SupabaseConversas(cliente);
  const turnos = new SupabaseTurnos(cliente);
  const envios = new SupabaseEnvios(cliente);
  const configuracoes = new SupabaseConfiguracoes(cliente);
  const { sql } = banco;

  const receber: Cenario['receber'] = (telefone, texto, outros) =>
    conversas.registrarRecebida(
      recebida(telefone, texto, outros),
      { silencioMs: 0, maximoMs: 30_000 },
      50_000,
    );
  const abrir = async (conversaId: string): Promise<Turno> => {
    const abertura = await turnos.abrir(conversaId, leaseMs);
    return turnoDe(abertura);
  };
  const agora = async (): Promise<Date> => {
    const [linha] = await sql<{ agora: Date }[]>`select agora() as agora`;
    return linha!.agora;
  };

  return {
    banco,
    conversas,
    turnos,
    envios,
    configuracoes,
    vagas: new SupabaseVagas(cliente),
    lembretes: new SupabaseLembretes(cliente),
    varredura: new SupabaseVarredura(cliente),
    receber,
    conversaNova: async (texto = 'oi') => {
      const telefone = novoTelefone();
      const { conversaId, medicoId } = await receber(telefone, texto);
      return { telefone, conversaId, medicoId };
    },
    abrir,
    agora,
    responder: async (telefone, partes = ['oi, tudo bem?']) => {
      const { conversaId, medicoId } = await receber(telefone, 'oi');
      const turno = await abrir(conversaId);
      const desfecho = { tipo: 'responder', partes, progresso: true } as const;
      const fechamento = await turnos.fechar(turno, desfecho, []);
      if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
      return { conversaId, medicoId, turno, mensagens: fechamento.mensagens };
    },
    enviar: async (mensagemId, idProvedor = proximo('SAIDA')) => {
      const r = await envios.reivindicar(mensagemId, semLimites, leaseEnvioMs);
      if (r.tipo !== 'enviar') throw new Error(JSON.stringify(r));
      await envios.concluir(mensagemId, r.token, { tipo: 'aceita', idProvedor });
      return idProvedor;
    },
    enfileirar: async (conversaId, campos) => {
      const [conversa] = await sql<
        { medico_id: string }[]
      >`select medico_id from conversas where id = ${conversaId}`;
      const linha = {
        conversa_id: conversaId,
        medico_id: conversa!.medico_id,
        instancia,
        direcao: 'saida',
        autor: 'julia',
        conteudo: '{}',
        texto: proximo('texto '),
        tamanho_original: 1,
        status: 'pendente',
        criada_em: await agora(),
        ...campos,
      };
      const [nova] = await sql<{ id: string }[]>`insert into mensagens ${sql(linha)} returning id`;
      return nova!.id;
    },
    status: async (mensagemId) => {
      const [linha] = await sql<
        { status: string; motivo: string | null }[]
      >`select status, motivo from mensagens where id = ${mensagemId}`;
      return { ...linha! };
    },
    medicoDe: async (alias) => {
      const [linha] = await sql<
        { medico_id: string }[]
      >`select medico_id from medico_aliases where valor = ${alias}`;
      return linha?.medico_id;
    },
    irPara: async (diaDaSemana, hora) => {
      const [linha] = await sql<{ ms: number }[]>`
        with l as (select interno.local(agora()) as t)
        select extract(epoch from min(d + ${hora}::time) - min(t))::float8 * 1000 as ms
        from l, generate_series(t::date, t::date + 8, interval '1 day') as d
        where extract(isodow from d) = ${diaDaSemana} and d + ${hora}::time >= t`;
      return configuracoes.avancarRelogio(Math.ceil(linha!.ms));
    },
  };
}

export function turnoDe(abertura: Abertura): Turno {
  if (abertura.tipo !== 'aberto') throw new Error(`turno: ${abertura.tipo}`);
  return abertura.turno;
}

/** A version of a function with the given parts of its source replaced: what a test must catch. */
export async function mutante(
  { sql }: BancoDeTeste,
  funcao: string,
  trocas: readonly (readonly [de: string, para: string])[],
): Promise<() => Promise<void>> {
  const [linha] = await sql<{ fonte: string }[]>`
    select pg_get_functiondef(oid) as fonte from pg_proc
    where proname = ${funcao} and pronamespace in ('public'::regnamespace, 'interno'::regnamespace)`;
  const original = linha!.fonte;
  let mudada = original;
  for (const [de, para] of trocas) {
    if (!mudada.includes(de)) throw new Error(`${funcao} has no "${de}" to replace`);
    mudada = mudada.replaceAll(de, para);
  }
  await sql.unsafe(mudada);
  return async () => {
    await sql.unsafe(original);
  };
}
