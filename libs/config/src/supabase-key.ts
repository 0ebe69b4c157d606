import { z } from 'zod';

const corpoSchema = z.object({
  role: z.string().optional(),
  ref: z.string().optional(),
  exp: z.number().optional(),
});
export type CorpoDaChave = z.output<typeof corpoSchema>;

/** What an old-style key (a JWT) says of itself; null for other keys. The signature is nobody's business here. */
export function corpoDaChave(chave: string): CorpoDaChave | null {
  const [, corpo, ...resto] = chave.split('.');
  if (!chave.startsWith('eyJ') || corpo === undefined || resto.length !== 1) return null;
  try {
    const lido = corpoSchema.safeParse(JSON.parse(Buffer.from(corpo, 'base64url').toString()));
    return lido.success ? lido.data : null;
  } catch {
    return null;
  }
}

export function papelDaChave(chave: string): 'secreta' | 'publica' | 'desconhecida' {
  if (chave.startsWith('sb_secret_')) return 'secreta';
  if (chave.startsWith('sb_publishable_')) return 'publica';
  const papel = corpoDaChave(chave)?.role;
  if (papel === 'service_role') return 'secreta';
  return papel === 'anon' || papel === 'authenticated' ? 'publica' : 'desconhecida';
}
