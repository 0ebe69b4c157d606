import { describe, expect, it } from '@jest/globals';
import { AppError } from '@julia/domain';
import { withContext } from './context.ts';
import { fatosDoErro, semDadosPessoais } from './error-facts.ts';
import { criarLogger, PinoLog } from './logger.ts';

function logDeProva() {
  const linhas: string[] = [];
  const logger = criarLogger({
    servico: 'prova',
    versao: '1.2.3',
    ambiente: 'test',
    debug: false,
    destino: { write: (linha) => void linhas.push(linha) },
  });
  const objetos = () => linhas.map((linha) => JSON.parse(linha) as Record<string, unknown>);
  return { logger, log: new PinoLog(logger), linhas, objetos };
}

describe('PinoLog', () => {
  it('writes one JSON line with the service, the context and the facts', () => {
    const { log, objetos } = logDeProva();
    withContext({ correlationId: 'c1', job: 'mensagem.enviar' }, () =>
      log.info({ mensagemId: 'm1', ms: 12 }, 'message sent'),
    );
    expect(objetos()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        servico: 'prova',
        versao: '1.2.3',
        ambiente: 'test',
        correlationId: 'c1',
        job: 'mensagem.enviar',
        mensagemId: 'm1',
        ms: 12,
        msg: 'message sent',
      },
    ]);
  });

  it('hides what must never be a field, should someone log it all the same', () => {
    const { logger, linhas } = logDeProva();
    logger.info({ telefone: '5511987654321', medico: { nome: 'Maria', texto: 'oi' } }, 'x');
    expect(linhas.join()).not.toMatch(/5511987654321|Maria|"oi"/);
  });

  it('keeps the properties of an error out: drivers store requests and keys there', () => {
    const { logger, linhas } = logDeProva();
    const erro = Object.assign(new Error('falhou'), { command: { args: ['5511987654321'] } });
    logger.error({ err: erro }, 'x');
    expect(linhas.join()).toContain('falhou');
    expect(linhas.join()).not.toContain('5511987654321');
  });
});

describe('fatosDoErro', () => {
  it('tells code, kind, ids and causes of one of our errors', () => {
    const causa = new Error('connect ECONNREFUSED 127.0.0.1:6379');
    const erro = new AppError(
      'transient',
      'FILA_INDISPONIVEL',
      'Queue is away',
      { jobId: 'j1' },
      { cause: causa },
    );
    expect(fatosDoErro(erro)).toEqual({
      jobId: 'j1',
      err: 'FILA_INDISPONIVEL',
      errTipo: 'transient',
      errMensagem: 'Queue is away',
      errCausa: 'Error: connect ECONNREFUSED 127.0.0.1:6379',
    });
  });

  it('shows where a bug started, without repeating its message', () => {
    const { errPilha, err } = fatosDoErro(new TypeError('telefone 5511987654321 is not iterable'));
    expect(err).toBe('ERRO_INESPERADO');
    expect(String(errPilha)).toMatch(/^\s+at /);
    expect(String(errPilha)).not.toContain('5511987654321');
  });

  it.each([
    'Key (telefone)=(5511987654321) already exists.',
    'connect redis://default:5511987654321@redis:6379',
    'Authorization: Bearer 5511987654321',
    'no route for +55 (11) 98765-4321',
    'invalid x-api-key sk-ant-5511987654321',
  ])('cleans %s', (mensagem) => {
    expect(semDadosPessoais(mensagem)).not.toMatch(/5511987654321|98765/);
  });
});
