import { PageTitle } from '../shared/page-title.js';
import { Entries } from './entries.js';
import { Verification } from './verification.js';

/** The audit administrator's page: is the ledger whole, and what is in it. */
export default function LedgerPage() {
  return (
    <>
      <PageTitle title="存证台账" />
      <Verification />
      <Entries />
    </>
  );
}
