export interface SendFile {
  readonly url: string;
  readonly file: File;
  readonly contentType: string;
  /** 0..1 of the bytes on their way. */
  readonly onProgress: (share: number) => void;
}

/** The file as the body of a POST, with progress, which fetch cannot tell. Rejects when the connection fails. */
export function sendFile({ url, file, contentType, onProgress }: SendFile) {
  return new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('content-type', contentType);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, body: objectIn(request.responseText) });
    request.onerror = () => reject(new Error('The connection was lost during the upload; nothing was kept'));
    request.send(file);
  });
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
