/** Address of Redis with its password in it. A password that the address has already wins: it belongs to that address. */
export function enderecoDoRedis(config: {
  readonly REDIS_URL: string;
  readonly REDIS_PASSWORD?: string | undefined;
}): string {
  const { REDIS_URL: endereco, REDIS_PASSWORD: senha } = config;
  if (senha === undefined || new URL(endereco).password !== '') return endereco;
  const url = new URL(endereco);
  url.password = encodeURIComponent(senha);
  return url.href;
}
