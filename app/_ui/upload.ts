export interface UploadAnswer {
  readonly status: number;
  /** The body of the answer, unread. */
  readonly body: string;
}

/** Sends a form with its files and tells how far it is (0..1); fetch cannot. Rejects when the connection fails. */
export function upload(
  url: string,
  data: FormData,
  onProgress: (share: number) => void,
): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, body: request.responseText });
    request.onerror = () => reject(new Error('The connection was lost during the upload'));
    request.send(data);
  });
}
