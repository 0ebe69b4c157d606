import { describe, expect, it } from '@jest/globals';
import { SERVICE_IMAGES } from '../docker/images.ts';
import { planejar, type Pedido } from './plano.ts';

const pedido: Pedido = {
  imagens: SERVICE_IMAGES,
  identidade: {
    version: '1.4.0',
    license: 'MIT',
    revision: 'abcdef0123456789abcdef0123456789abcdef01',
    created: '2026-11-22T10:00:00Z',
    sourceDateEpoch: '1795341600',
  },
  afetados: [],
  arquivos: [],
  registry: '',
  dono: 'Revoluna',
  ref: 'refs/heads/main',
};
const projetos = (outros: Partial<Pedido>) =>
  planejar({ ...pedido, ...outros }).publicar.map(({ projeto }) => projeto);

describe('planejar', () => {
  it('builds only the services that changed', () => {
    expect(projetos({ arquivos: ['README.md'] })).toEqual([]);
    expect(
      projetos({ arquivos: ['apps/scheduler/src/main.ts'], afetados: ['scheduler', 'tools'] }),
    ).toEqual(['scheduler']);
    expect(projetos({ arquivos: ['supabase/migrations/x.sql'] })).toEqual(['api']);
  });

  it('builds all of them when it cannot compare, for a release, and when the recipe changed', () => {
    const todos = ['api', 'fila-worker', 'scheduler'];
    expect(projetos({ arquivos: null })).toEqual(todos);
    expect(projetos({ ref: 'refs/tags/v1.4.0' })).toEqual(todos);
    expect(projetos({ arquivos: ['docker/Dockerfile'] })).toEqual(todos);
    expect(projetos({ arquivos: ['package-lock.json'] })).toEqual(todos);
  });

  it('builds each of them for both architectures, on a machine of that architecture', () => {
    const { construir } = planejar({ ...pedido, afetados: ['api'] });
    expect(construir.map(({ arquitetura, maquina }) => [arquitetura, maquina])).toEqual([
      ['amd64', 'ubuntu-24.04'],
      ['arm64', 'ubuntu-24.04-arm'],
    ]);
    expect(construir[0]).toMatchObject({ app: 'api-gateway', porta: '8000', versao: '1.4.0' });
  });

  it('names them by version and commit', () => {
    const etiquetas = (ref: string) =>
      planejar({ ...pedido, afetados: ['api'], ref }).publicar[0]?.etiquetas;
    expect(etiquetas('refs/heads/main')).toBe('v1.4.0-abcdef012345 sha-abcdef012345');
    expect(etiquetas('refs/tags/v1.4.0')).toBe('v1.4.0 sha-abcdef012345');
  });

  it.each([
    ['', 'ghcr.io/revoluna/julia-api', 'ghcr.io'],
    ['docker.io/Revoluna', 'docker.io/revoluna/julia-api', 'docker.io'],
    ['revoluna', 'docker.io/revoluna/julia-api', 'docker.io'],
    ['registry.local:5000/julia/', 'registry.local:5000/julia/julia-api', 'registry.local:5000'],
  ])('pushes to the registry %p', (registry, repositorio, servidor) => {
    const [alvo] = planejar({ ...pedido, afetados: ['api'], registry }).publicar;
    expect(alvo).toMatchObject({ repositorio, servidor, servico: 'api' });
  });
});
