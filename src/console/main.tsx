import { ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './styles.css';

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} button={{ autoInsertSpace: false }} theme={{
      token: {
        colorPrimary: '#1c4a86', colorLink: '#1c4a86', colorError: '#a3262a', colorSuccess: '#1f7a3a', colorWarning: '#a35c00',
        // The tints that Ant Design derives from such dark colours are muddy.
        colorSuccessBg: '#eaf6ec', colorSuccessBorder: '#b5dcc0', colorWarningBg: '#fff5e0', colorWarningBorder: '#efd6a0', colorErrorBg: '#fdecec', colorErrorBorder: '#efbfc1',
        // Ant Design's own greys for hints are too light for 4.5:1.
        colorTextDescription: '#4d5763', colorTextPlaceholder: '#6b7480', borderRadius: 4, fontFamily: FONT, fontSize: 15,
      },
    }}>
      <App />
    </ConfigProvider>
  </StrictMode>,
);
