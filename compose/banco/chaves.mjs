// Fresh keys of a database of one's own, as lines for `.env`. Each run makes new ones; the old ones are not known here.
import { createHmac, randomBytes } from 'node:crypto';

const hex = (bytes) => randomBytes(bytes).toString('hex');
const TEN_YEARS = 10 * 365 * 24 * 3600;

function jwt(role, secret) {
  const part = (data) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ role, iss: 'julia', iat, exp: iat + TEN_YEARS })}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

const postgres = hex(24);
const authenticator = hex(24);
const secret = hex(32);
const lines = {
  BANCO_POSTGRES_PASSWORD: postgres,
  BANCO_POSTGREST_URL: `postgres://authenticator:${authenticator}@banco-postgres:5432/postgres`,
  BANCO_JWT_SECRET: secret,
  BANCO_SERVICE_JWT: jwt('service_role', secret),
  SUPABASE_URL: 'http://banco-gateway:8000',
  SUPABASE_SERVICE_KEY: `sb_secret_${randomBytes(24).toString('base64url')}`,
  SUPABASE_DB_URL: `postgresql://postgres:${postgres}@banco-postgres:5432/postgres`,
};
for (const [name, value] of Object.entries(lines)) console.log(`${name}=${value}`);
