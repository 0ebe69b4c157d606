export { bind, implement, type Token } from './bind.ts';
export { contextoAtual, withContext } from './context.ts';
export { fatosDoErro, semDadosPessoais } from './error-facts.ts';
export { criarLogger, PinoLog, type LoggerOptions } from './logger.ts';
