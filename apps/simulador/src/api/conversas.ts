import { especialidadeInicial } from '../mundo/medicos-iniciais.ts';
import type { MensagemGuardada, Medico, Mundo } from '../mundo/mundo.ts';

export function mensagemVisivel(mensagem: MensagemGuardada) {
  const { idProvedor, telefone, de, texto, status, em } = mensagem;
  return { de, texto, idProvedor, telefone, status, em: em.toISOString() };
}

export function conversaDe(mundo: Mundo, { telefone, nome, modoLid }: Medico) {
  return {
    telefone,
    nome,
    especialidade: especialidadeInicial(telefone),
    lid: modoLid,
    mensagens: mundo.mensagensDe(telefone).map(mensagemVisivel),
    digitando: mundo.estaDigitando(telefone),
  };
}
