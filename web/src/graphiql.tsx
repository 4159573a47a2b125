import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

import firstQuery from './first-query.graphql?raw';

const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  headers: { accept: 'application/graphql-response+json, application/json;q=0.9' },
  // The server answers in one piece; asking for parts would only widen `accept`.
  enableIncrementalDelivery: false,
});

const root = document.getElementById('graphiql');
if (root === null) {
  throw new Error('index.html has no element "graphiql"');
}

// No history plugin: it writes the request headers, and so a token, to the browser's storage,
// whatever `shouldPersistHeaders` says.
createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={firstQuery}
    plugins={[]}
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
  >
    <GraphiQL.Logo>Tellergraph</GraphiQL.Logo>
  </GraphiQL>,
);
