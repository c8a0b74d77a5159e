'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { Button } from '@/app/_ui/button';
import { CodeArea } from '@/app/_ui/code-area';
import { FieldNotes } from '@/app/_ui/field';
import { IconButton } from '@/app/_ui/icon-button';
import { RadioGroup } from '@/app/_ui/radio-group';
import { Select } from '@/app/_ui/select';
import { ChatRole, type Template } from '@/server/prompts/schema';

type Message = Exclude<Template, string>[number];
interface ContentFieldsProps {
  readonly state: FormState;
  readonly template?: Template;
  /** JSON text; null where they are not asked for. */
  readonly parameters?: string | null;
  readonly onTemplate?: (template: Template) => void;
}

const roles = ChatRole.options.map((value) => ({ value, label: value }));
const exact = 'Kept exactly as written. {{name}} marks a variable.';

/** The template is sent as JSON, so that neither blanks nor line ends change on the way. */
export function ContentFields({ state, template = '', parameters = '', onTemplate }: ContentFieldsProps) {
  const [isChat, setChat] = useState(typeof template !== 'string');
  const [text, setText] = useState(typeof template === 'string' ? template : '');
  const [messages, setMessages] = useState<readonly Message[]>(
    typeof template === 'string' ? [{ role: 'system', content: '' }] : template,
  );
  const errors = state.fields?.template;
  const current = isChat ? messages : text;
  useEffect(() => onTemplate?.(current as Template), [current, onTemplate]);
  return (
    <>
      <div onChange={(event) => setChat((event.target as HTMLInputElement).value === 'chat')}>
        <RadioGroup
          label="Form"
          name="$form"
          required
          defaultValue={isChat ? 'chat' : 'text'}
          options={[
            { value: 'text', label: 'Text' },
            { value: 'chat', label: 'Chat messages' },
          ]}
        />
      </div>
      <input type="hidden" name="template" value={JSON.stringify(current)} />
      {isChat ? (
        <Messages messages={messages} onChange={setMessages} errors={errors} />
      ) : (
        <CodeArea
          label="Template"
          name="$text"
          required
          wrap="soft"
          rows={12}
          maxLength={100_000}
          hint={exact}
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={errors}
        />
      )}
      {parameters !== null && (
        <CodeArea
          label="Model parameters"
          name="parameters"
          rows={4}
          hint='A JSON object kept with the prompt, for example {"temperature": 0}. Part of the digest.'
          defaultValue={state.values?.parameters ?? parameters}
          error={state.fields?.parameters}
        />
      )}
    </>
  );
}

interface MessagesProps {
  readonly messages: readonly Message[];
  readonly onChange: (messages: readonly Message[]) => void;
  readonly errors: readonly string[] | undefined;
}

function Messages({ messages, onChange, errors = [] }: MessagesProps) {
  const put = (at: number, change: Partial<Message>) =>
    onChange(messages.map((message, index) => (index === at ? { ...message, ...change } : message)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 font-medium">Messages</legend>
      {messages.map((message, at) => (
        <div key={at} className="flex flex-col gap-2 rounded-md border bg-sunken p-3">
          <div className="flex items-end justify-between gap-3">
            <Select
              label={`Role of message ${at + 1}`}
              hiddenLabel
              name="$role"
              required
              options={roles}
              value={message.role}
              onChange={(event) => put(at, { role: ChatRole.parse(event.target.value) })}
            />
            <IconButton
              label={`Remove message ${at + 1}`}
              icon={<Trash2 aria-hidden />}
              reason={messages.length === 1 ? 'A chat has at least one message' : null}
              onClick={() => onChange(messages.filter((_, index) => index !== at))}
            />
          </div>
          <CodeArea
            label={`Text of message ${at + 1}`}
            hiddenLabel
            name="$content"
            required
            wrap="soft"
            rows={4}
            value={message.content}
            onChange={(event) => put(at, { content: event.target.value })}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          onClick={() => onChange([...messages, { role: 'user', content: '' }])}
        >
          Add message
        </Button>
      </div>
      <FieldNotes id="messages" hint={exact} messages={errors} />
    </fieldset>
  );
}
