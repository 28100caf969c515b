/**
 * What GitHub sends after a push, as far as anybody reads it, and its signature.
 * https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
import { createHmac } from 'node:crypto'

export interface Push {
  commit: string
  message?: string
  pusher?: string
  branch?: string
}

export const pushPayload = ({
  commit,
  message = 'A change',
  pusher = 'ann',
  branch = 'main',
}: Push) =>
  JSON.stringify({
    ref: `refs/heads/${branch}`,
    before: 'a'.repeat(40),
    after: commit,
    created: false,
    deleted: false,
    forced: false,
    repository: { id: 1, name: 'site', full_name: `${pusher}/site` },
    pusher: { name: pusher, email: `${pusher}@example.org` },
    head_commit: { id: commit, message, timestamp: '2026-01-02T03:04:05Z' },
  })

/** The value of X-Hub-Signature-256. */
export const signature = (body: string | Buffer, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

export const deliveryHeaders = (event: string, body: string | Buffer, secret: string) => ({
  'Content-Type': 'application/json',
  'User-Agent': 'GitHub-Hookshot/0000000',
  'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  'X-GitHub-Event': event,
  'X-Hub-Signature-256': signature(body, secret),
})
