/** Talks to the console's REST interface. The token lives as long as the tab. */

const KEY = 'spaces-console-token';

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  clear: () => sessionStorage.removeItem(KEY),
};

/** What the server said when it refused. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function request(method, path, body) {
  const headers = { Authorization: `Bearer ${token.get()}` };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'omit',
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, answer.message ?? `The server answered ${response.status}`);
  }
  return answer;
}

export const query = (values) => new URLSearchParams(
  Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined),
).toString();

/**
 * Listens to events until the signal aborts. EventSource cannot send a header, and a token in a
 * URL would end up in logs, so the stream is read by hand.
 */
export async function listen(signal, onEvent, onOpen) {
  while (!signal.aborted) {
    try {
      const response = await fetch('/api/events', {
        headers: { Authorization: `Bearer ${token.get()}` },
        credentials: 'omit',
        signal,
      });
      if (response.status === 401 || response.status === 403) {
        return;
      }
      if (response.ok) {
        onOpen();
        await read(response.body.getReader(), onEvent);
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
    }
    await new Promise((resolve) => { setTimeout(resolve, 2000); });
  }
}

async function read(reader, onEvent) {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    text += decoder.decode(value, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop();
    messages.forEach((message) => dispatch(message, onEvent));
  }
}

function dispatch(message, onEvent) {
  const field = (name) => message.split('\n')
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2))
    .join('\n');
  const event = field('event');
  if (event) {
    onEvent(event, JSON.parse(field('data') || '{}'));
  }
}
