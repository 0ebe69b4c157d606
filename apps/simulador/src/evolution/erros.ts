export interface RespostaHttp {
  readonly status: number;
  readonly corpo: unknown;
}

const nomes: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** Evolution wraps the argument of an exception in a list; 401 and 500 carry a plain string. */
export function erroDaEvolution(status: number, message: unknown): RespostaHttp {
  return { status, corpo: { status, error: nomes[status] ?? 'Error', response: { message } } };
}

export const naoAutorizado = (): RespostaHttp => erroDaEvolution(401, 'Unauthorized');

export const instanciaInexistente = (instancia: string): RespostaHttp =>
  erroDaEvolution(404, [`The "${instancia}" instance does not exist`]);

export const rotaInexistente = (metodo: string, url: string): RespostaHttp =>
  erroDaEvolution(404, [`Cannot ${metodo} ${url.split('?')[0] ?? url}`]);

/** Schema errors are a list inside the list. */
export const erroDeEsquema = (...mensagens: readonly string[]): RespostaHttp =>
  erroDaEvolution(400, [mensagens]);

export const semWhatsapp = (jid: string, number: string): RespostaHttp =>
  erroDaEvolution(400, [{ jid, exists: false, number }]);

/** Also what a message that left is answered with when Evolution could not store it. */
export const erroDeTexto = (texto: string): RespostaHttp =>
  erroDaEvolution(400, [`Error: ${texto}`]);

/** Evolution has no such answer of its own; a proxy or fork in front of a banned number says it like this. */
export const numeroRestrito = (): RespostaHttp =>
  erroDaEvolution(403, ['The number is restricted']);

/** A failure asked for by a switch, in the shape Evolution gives that status. */
export function erroPedido(status: number, instancia: string): RespostaHttp {
  if (status === 401) return naoAutorizado();
  if (status === 404) return instanciaInexistente(instancia);
  if (status === 400) return erroDeTexto('Internal failure');
  return erroDaEvolution(status, 'Connection Closed');
}
