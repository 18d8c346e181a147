import { Button, Modal } from 'antd';

interface Props { readonly title: string; readonly name: string; readonly secret: string; readonly note: string; readonly onClose: () => void }

/** A secret that the service tells once. It closes only on purpose. */
export function OnceShown({ title, name, secret, note, onClose }: Props) {
  return (
    <Modal open title={title} closable={false} keyboard={false} mask={{ closable: false }} footer={<Button type="primary" onClick={onClose}>我已记录</Button>}>
      <p>{name} 的{title}只显示这一次，请立即记录并安全转交。{note}</p>
      <p><code className="secret">{secret}</code></p>
    </Modal>
  );
}
