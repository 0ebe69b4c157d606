/** How WhatsApp addresses a doctor in what Evolution reports; see the versions that do it in each line. */
export const modosLid = [
  /** No LID anywhere. */
  'telefone',
  /** 2.3.7: webhooks of messages show the phone twice; stored rows and status events keep the LID. */
  'trocado',
  /** 2.3.5 and 2.3.6: LID, with the phone beside it. */
  'lid-com-alt',
  /** Any version, now and then: only the LID is known. */
  'lid-puro',
] as const;
export type ModoLid = (typeof modosLid)[number];

const sufixoTelefone = '@s.whatsapp.net';
const sufixoLid = '@lid';

/** The person behind a Brazilian number written with or without the ninth digit. */
export function dobrarTelefone(digitos: string): string {
  const semNono = /^(55\d{2})([6-9]\d{7})$/.exec(digitos);
  return semNono ? `${semNono[1]}9${semNono[2]}` : digitos;
}

/** Evolution drops the ninth digit for area codes from 31 on when the digit after it is 7 or more. */
export function jidDoTelefone(telefone: string): string {
  const partes = /^55(\d{2})9([7-9]\d{7})$/.exec(telefone);
  if (partes && Number(partes[1]) >= 31) return `55${partes[1]}${partes[2]}${sufixoTelefone}`;
  return `${telefone}${sufixoTelefone}`;
}

/** Fixed per phone, 15 digits, never a phone itself. */
function lidDoTelefone(telefone: string): string {
  return `1${telefone.slice(-11).padStart(14, '0')}`;
}

export function jidDoLid(telefone: string): string {
  return `${lidDoTelefone(telefone)}${sufixoLid}`;
}

/** Canonical phone behind `number` of a send: digits, a phone jid or an @lid jid made by `jidDoLid`. Null otherwise. */
export function telefoneDoNumero(
  numero: string,
  telefonesConhecidos: Iterable<string>,
): string | null {
  if (numero.endsWith(sufixoLid)) {
    for (const telefone of telefonesConhecidos) {
      if (jidDoLid(telefone) === numero) return telefone;
    }
    return null;
  }
  const digitos = (numero.split('@')[0] ?? '').split(':')[0]?.replace(/\D/g, '') ?? '';
  return digitos.length >= 8 && digitos.length <= 15 ? dobrarTelefone(digitos) : null;
}

export interface ChaveDeMensagem {
  readonly remoteJid: string;
  readonly remoteJidAlt?: string;
  readonly fromMe: boolean;
  readonly id: string;
  readonly participant?: string;
  readonly addressingMode?: 'pn' | 'lid';
}

/** `key` of messages.upsert. */
export function chaveDoUpsert(
  telefone: string,
  modo: ModoLid,
  fromMe: boolean,
  id: string,
): ChaveDeMensagem {
  const doTelefone = jidDoTelefone(telefone);
  const doLid = jidDoLid(telefone);
  switch (modo) {
    case 'telefone':
      return { remoteJid: doTelefone, fromMe, id, participant: '', addressingMode: 'pn' };
    case 'trocado':
      return {
        remoteJid: doTelefone,
        remoteJidAlt: doTelefone,
        fromMe,
        id,
        participant: '',
        addressingMode: 'lid',
      };
    case 'lid-com-alt':
      return { remoteJid: doLid, remoteJidAlt: doTelefone, fromMe, id, addressingMode: 'lid' };
    case 'lid-puro':
      return { remoteJid: doLid, fromMe, id, addressingMode: 'lid' };
  }
}

/** `key` of the row Evolution stores: written before 2.3.7 swaps the LID away. */
export function chaveGuardada(
  telefone: string,
  modo: ModoLid,
  fromMe: boolean,
  id: string,
): ChaveDeMensagem {
  return chaveDoUpsert(telefone, modo === 'trocado' ? 'lid-com-alt' : modo, fromMe, id);
}
