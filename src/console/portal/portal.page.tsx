import { Button, Input, Segmented } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { request } from '../api/client.js';
import type { AppraiserItem, InstitutionItem, Page } from '../api/types.js';
import { usePagedList } from '../api/use-request.js';
import { Link, navigate, useAddress } from '../routing/router.js';
import { PageTitle } from '../shared/page-title.js';
import { Results } from './results.js';
import { AppraiserCard, InstitutionCard } from './result-card.js';
import { readSearch, searchAddress, searchQuery, type Search, type Subject } from './search-state.js';
import './portal.css';

// The trees of the filters are half of the page's script; the search box does not wait for them.
const Filters = lazy(() => import('./filters.js'));

const PAGE_SIZE = 20;
const SUBJECTS: { value: Subject; label: string }[] = [{ value: 'institutions', label: '司法鉴定机构' }, { value: 'appraisers', label: '司法鉴定人' }];
const HINTS: Readonly<Record<Subject, string>> = {
  institutions: '机构名称、拼音、首字母或许可证号，如：南方、nanfang、nfyk、4401',
  appraisers: '姓名、拼音、首字母或执业证号，如：张、zhang、zwm、440118',
};

/** The public search of institutions and appraisers. */
export function PortalPage() {
  const { search: address } = useAddress();
  const search = readSearch(address);
  const [text, setText] = useState(search.q);
  useEffect(() => setText(search.q), [search.q]);
  const go = (changes: Partial<Search>) => navigate(searchAddress({ ...search, q: text.trim(), ...changes }));

  return (
    <>
      <section className="hero" aria-labelledby="search-title">
        <div className="public-width">
          <PageTitle title="司法鉴定机构和司法鉴定人名册查询" quiet><span id="search-title">司法鉴定机构和司法鉴定人名册查询</span></PageTitle>
          <form role="search" className="search" onSubmit={(event) => { event.preventDefault(); go({}); }}>
            <Segmented<Subject> aria-label="查询对象" size="large" options={SUBJECTS} value={search.subject} onChange={(subject) => go({ subject })} />
            <div className="search-line">
              <Input size="large" allowClear aria-label="查询词" maxLength={100} placeholder={HINTS[search.subject]} value={text} onChange={(event) => setText(event.target.value)} />
              <Button size="large" type="primary" htmlType="submit">查询</Button>
            </div>
          </form>
          <p className="hero-more">办案需要核实某鉴定人在某日是否具备某项资格？<Link to="/check">进行资格核验</Link></p>
        </div>
      </section>
      <div className="public-width portal-body">
        <Suspense fallback={<div className="filters" />}><Filters search={search} onChange={go} /></Suspense>
        {search.subject === 'institutions' ? <InstitutionResults search={search} /> : <AppraiserResults search={search} />}
      </div>
    </>
  );
}

function InstitutionResults({ search }: { readonly search: Search }) {
  const list = useSearch<InstitutionItem>(search);
  return <Results list={list} noun="机构" render={(item) => <InstitutionCard key={item.licenceNo ?? item.name} item={item} asOf={search.asOf} />} />;
}

function AppraiserResults({ search }: { readonly search: Search }) {
  const list = useSearch<AppraiserItem>(search);
  return <Results list={list} noun="鉴定人" render={(item) => <AppraiserCard key={item.certificateNo ?? `${item.name}${item.institution?.name}`} item={item} asOf={search.asOf} />} />;
}

function useSearch<T>(search: Search) {
  return usePagedList<T>(searchAddress(search), (cursor, signal) => request<Page<T>>(`/public/${search.subject}`, {
    query: { ...searchQuery(search), limit: PAGE_SIZE, cursor }, anonymous: true, signal,
  }));
}
