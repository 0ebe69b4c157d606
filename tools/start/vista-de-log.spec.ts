import { describe, expect, it } from '@jest/globals';
import { formatarLinha } from './vista-de-log.ts';

const linha = JSON.stringify({
  level: 30,
  time: 0,
  msg: 'job concluido',
  servico: 'worker',
  job: 'mensagem.enviar',
  ms: 3,
});

describe('the combined log view', () => {
  it('keeps JSON where nobody watches', () => {
    expect(formatarLinha('worker', linha, false)).toBe(`worker    | ${linha}`);
  });

  it('is readable on a terminal', () => {
    const texto = formatarLinha('worker', linha, true);
    expect(texto).toContain('job concluido');
    expect(texto).toContain('job=mensagem.enviar ms=3');
    expect(texto).not.toContain('servico');
  });

  it('passes other lines on', () => {
    expect(formatarLinha('api', 'texto solto', true)).toContain('texto solto');
  });
});
