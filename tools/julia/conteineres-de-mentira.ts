import type { Resposta } from './maquina-de-mentira.ts';

export interface ConteinerDeMentira {
  readonly servico: string;
  readonly estado?: string;
  readonly saude?: string;
  readonly codigo?: number;
  readonly reinicios?: number;
  readonly politica?: string;
  readonly semMemoria?: boolean;
  readonly log?: string;
  readonly ultimaSaude?: string;
}

/** What `docker` says of these containers; `desejados` are the services of the configuration. */
export function respostasDe(
  conteineres: readonly ConteinerDeMentira[],
  desejados = conteineres.map(({ servico }) => servico),
): Resposta[] {
  const respostas: Resposta[] = [
    { quando: 'info --format *ServerVersion*', saida: '24.0.0\n' },
    { quando: 'compose config --services', saida: `${desejados.join('\n')}\n` },
  ];
  for (const c of conteineres) {
    const id = `id-${c.servico}`;
    const estado = [
      ...[c.estado ?? 'running', c.saude ?? 'healthy', c.codigo ?? 0, c.reinicios ?? 0],
      ...[new Date().toISOString(), `${c.servico}:v1`, 'v1', c.semMemoria ?? false],
    ].join('|');
    respostas.push(
      { quando: `ps -aq *service=${c.servico} *`, saida: `${id}\n` },
      { quando: `inspect --format *State.Status* ${id}`, saida: `${estado}\n` },
      {
        quando: `inspect --format *RestartPolicy* ${id}`,
        saida: `${c.politica ?? 'unless-stopped'}\n`,
      },
      {
        quando: `inspect --format *State.Running* ${id}`,
        saida: `${(c.estado ?? 'running') === 'running'}\n`,
      },
      { quando: `inspect --format *RestartCount* ${id}`, saida: `${c.reinicios ?? 0}\n` },
      { quando: `inspect --format *Health.Log* ${id}`, saida: c.ultimaSaude ?? '' },
      { quando: `logs --tail * ${id}`, saida: c.log ?? '' },
    );
  }
  return [
    ...respostas,
    { quando: 'ps -aq *' },
    {
      quando: 'ps -a *',
      saida: conteineres.map(({ servico }) => `${servico}\n`).join(''),
    },
  ];
}
