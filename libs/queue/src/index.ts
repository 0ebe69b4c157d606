export { FilasModule, type OpcoesConsumir, type OpcoesPublicar } from './filas.module.ts';
export { DeadLetters, type Morta } from './dead-letters.ts';
export { QueueMonitor, type EstadoFila } from './queue-monitor.ts';
export { verificarRedis, type RedisVerificado } from './verificar-redis.ts';
