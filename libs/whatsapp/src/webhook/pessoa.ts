import { canonizarTelefone, type Pessoa } from '@julia/domain';

export type Jid =
  | { tipo: 'telefone'; telefone: string }
  | { tipo: 'lid'; lid: string }
  | { tipo: 'ignorado'; motivo: string }
  | { tipo: 'desconhecido' };

const semPessoa: Readonly<Record<string, string>> = {
  'g.us': 'grupo',
  newsletter: 'newsletter',
  bot: 'bot',
};

/** A WhatsApp address: `<user>[_agent][:device]@<server>`. The server alone says what the digits are. */
export function lerJid(jid: string): Jid {
  const arroba = jid.lastIndexOf('@');
  const usuario = jid.slice(0, arroba);
  const servidor = jid.slice(arroba + 1);
  if (arroba < 1) return { tipo: 'desconhecido' };
  if (servidor === 'broadcast') {
    return { tipo: 'ignorado', motivo: usuario === 'status' ? 'status' : 'lista_de_transmissao' };
  }
  const motivo = Object.hasOwn(semPessoa, servidor) ? semPessoa[servidor] : undefined;
  if (motivo) return { tipo: 'ignorado', motivo };

  const digitos = /^(\d{1,20})(?:_\d+)?(?::\d+)?$/.exec(usuario)?.[1];
  if (digitos === undefined) return { tipo: 'desconhecido' };
  switch (servidor) {
    case 's.whatsapp.net':
    case 'c.us':
    case 'hosted':
      // WhatsApp's own announcements come from 0@s.whatsapp.net.
      if (digitos === '0') return { tipo: 'ignorado', motivo: 'whatsapp' };
      return /^[1-9]\d{7,14}$/.test(digitos)
        ? { tipo: 'telefone', telefone: canonizarTelefone(digitos) }
        : { tipo: 'desconhecido' };
    case 'lid':
    case 'hosted.lid':
      return { tipo: 'lid', lid: digitos };
    default:
      return { tipo: 'desconhecido' };
  }
}

/**
 * Phone and LID from every address a message names its other side by. Versions differ in which field carries which
 * form, and 2.3.7 repeats the phone in both; the first of each kind counts. Null when none is a person.
 */
export function juntarPessoa(jids: readonly (string | null)[]): Pessoa | null {
  const lidos = jids.filter((jid) => jid !== null).map(lerJid);
  const lid = lidos.find((jid) => jid.tipo === 'lid')?.lid ?? null;
  const telefones = lidos.filter((jid) => jid.tipo === 'telefone').map((jid) => jid.telefone);
  // A phone made of the LID's digits is a LID that was printed with the wrong server.
  const telefone = telefones.find((digitos) => digitos !== lid) ?? null;
  return lid === null && telefone === null ? null : { telefone, lid };
}
