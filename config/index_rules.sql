-- The person indexes as PostgreSQL keeps them. Run by openmash_index after every `migrate`; safe to repeat.
--
-- Why functions and not row-level security: the operator && is not leakproof, so behind a policy PostgreSQL would look
-- at every row of the table in place of its GIN index (docs/adr, "Functions in front of the person index"). Nobody but
-- openmash_index has any right to these tables. The inside door may call the functions that are granted at the end;
-- each looks first whose index it is. What a caller adds to a query runs on rows that the function let out, never
-- before.

-- Every function is made anew, so that what it takes and returns may change.
DO $$
DECLARE f regprocedure;
BEGIN
    FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'person_index'::regnamespace LOOP
        EXECUTE format('DROP FUNCTION %s', f);
    END LOOP;
END $$;

CREATE TABLE IF NOT EXISTS person_index.shape (
    forename text,
    middle text,
    surname text,
    fores text[] NOT NULL,
    surs text[] NOT NULL,
    born text,
    borns text[] NOT NULL,
    born_accuracy text,
    sex text,
    postcodes text[] NOT NULL,
    outcodes text[] NOT NULL,
    uprns text[] NOT NULL,
    phones text[] NOT NULL,
    nhs text,
    upn text,
    school text,
    keys bigint[] NOT NULL,
    reference text NOT NULL,
    encoding varbit
);
COMMENT ON TABLE person_index.shape IS 'Always empty: every table of rows is made like it.';

-- Made anew with the functions, so that it is what they return and the rows are.
DROP TABLE IF EXISTS person_index.told;
CREATE TABLE person_index.told (
    people bigint,
    tf_forename float8,
    tf_surname float8,
    narrowed boolean,
    scheme text,
    encoded boolean,
    LIKE person_index.shape
);
COMMENT ON TABLE person_index.told IS 'Always empty: what a look-up is told, first of the index, then of each candidate.';

CREATE TABLE IF NOT EXISTS person_index.standing (
    index_id uuid PRIMARY KEY,
    hub_id uuid NOT NULL,
    agency_id uuid,
    encoded boolean NOT NULL,
    live uuid,
    loading uuid,
    scheme text NOT NULL DEFAULT '',
    n bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE person_index.standing IS 'Which table of rows answers for an index, and which is being filled.';

CREATE TABLE IF NOT EXISTS person_index.hot (
    live uuid NOT NULL,
    key bigint NOT NULL,
    PRIMARY KEY (live, key)
);
COMMENT ON TABLE person_index.hot IS 'Keys of so many people that they lead to everybody.';

CREATE TABLE IF NOT EXISTS person_index.change (
    live uuid NOT NULL,
    n integer NOT NULL,
    hot bigint[] NOT NULL
);
CREATE INDEX IF NOT EXISTS change_of ON person_index.change (live);
COMMENT ON TABLE person_index.change IS 'What was put in or taken out since it was counted; added to, so nobody waits.';

CREATE TABLE IF NOT EXISTS person_index.meanwhile (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    loading uuid NOT NULL,
    reference text NOT NULL,
    said jsonb
);
COMMENT ON TABLE person_index.meanwhile IS 'What was put in (said) or taken out (null) while a new table was being filled.';

CREATE TABLE IF NOT EXISTS person_index.frequency (
    live uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    part float8 NOT NULL,
    PRIMARY KEY (live, kind, name)
);
COMMENT ON TABLE person_index.frequency IS 'Of the people who have a forename (a surname), the part who have this one; under the empty name the part that one person is, for names of one person are left out.';

CREATE TABLE IF NOT EXISTS person_index.gone (
    live uuid PRIMARY KEY,
    at timestamptz NOT NULL
);
COMMENT ON TABLE person_index.gone IS 'Tables of rows that answer no more, and since when.';

-- What stood there before the first release.
DO $$
DECLARE t text;
BEGIN
    ALTER TABLE person_index.standing DROP COLUMN IF EXISTS hot;
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'person_index.frequency'::regclass AND attname = 'people'
               AND NOT attisdropped) THEN
        ALTER TABLE person_index.frequency ADD COLUMN part float8;
        UPDATE person_index.frequency f
        SET part = CASE f.name WHEN '' THEN 1 ELSE f.people END::float8 / everybody.people
        FROM person_index.frequency everybody
        WHERE everybody.live = f.live AND everybody.kind = f.kind AND everybody.name = '';
        ALTER TABLE person_index.frequency ALTER part SET NOT NULL, DROP COLUMN people;
    END IF;
    FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'person_index'::regnamespace AND relkind = 'r'
             AND (relname = 'shape' OR relname LIKE 'rows\_%') LOOP
        EXECUTE format('ALTER TABLE person_index.%I DROP COLUMN IF EXISTS hidden', t);
    END LOOP;
END $$;

-- Whose index it is ----------------------------------------------------------------------------------------------

-- What every look-up calls is PL/pgSQL, whose plans PostgreSQL keeps for a session; an SQL function it plans anew. What
-- only functions of this file call has no search_path of its own: it has its caller's, and to set one takes time.
CREATE FUNCTION person_index.this_hub() RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN nullif(current_setting('openmash.hub', true), '')::uuid;
END $$;

CREATE FUNCTION person_index.of_this_hub(p_index uuid) RETURNS person_index.standing
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing;
BEGIN
    SELECT * INTO s FROM person_index.standing WHERE index_id = p_index AND hub_id = person_index.this_hub();
    IF s.index_id IS NULL THEN
        RAISE EXCEPTION 'there is no such index in this hub' USING ERRCODE = 'no_data_found';
    END IF;
    RETURN s;
END $$;

-- Looking up -----------------------------------------------------------------------------------------------------

-- What this person may read of an index for a question, or nothing: it is of the hub that was entered, and of their own
-- agency or the hub's own. On a page only the person who is signed in can ask. The clockwork asks as the index itself.
--
-- The first row tells of the index and has no reference: how many people it holds, what part of them have the
-- question's names (nothing is concluded of too few people), whether keys were left out. The others are the candidates:
-- the rows that share one of the keys that do not lead to very many; where there is no other, that share every one.
-- All that is asked before the rows is one query, whose plan PostgreSQL keeps: each more would be felt in every
-- look-up. The index of keys is always used (enable_seqscan).
CREATE FUNCTION person_index.found(
    p_index uuid, p_who uuid, p_keys bigint[], p_forename text, p_surname text, p_without text[] DEFAULT '{}'
) RETURNS SETOF person_index.told
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE told person_index.told; rows_live uuid; followed bigint[];
BEGIN
    SELECT st.live, st.scheme, st.encoded,
        st.n + coalesce((SELECT sum(c.n) FROM person_index.change c WHERE c.live = st.live), 0),
        ARRAY (SELECT k FROM unnest(p_keys) k WHERE k <> ALL (ARRAY (
            SELECT h.key FROM person_index.hot h WHERE h.live = st.live AND h.key = ANY (p_keys)
            UNION ALL SELECT unnest(c.hot) FROM person_index.change c WHERE c.live = st.live))),
        CASE WHEN p_forename IS NOT NULL THEN coalesce(
            (SELECT part FROM person_index.frequency WHERE live = st.live AND kind = 'forename' AND name = p_forename),
            (SELECT part FROM person_index.frequency WHERE live = st.live AND kind = 'forename' AND name = '')) END,
        CASE WHEN p_surname IS NOT NULL THEN coalesce(
            (SELECT part FROM person_index.frequency WHERE live = st.live AND kind = 'surname' AND name = p_surname),
            (SELECT part FROM person_index.frequency WHERE live = st.live AND kind = 'surname' AND name = '')) END
    INTO rows_live, told.scheme, told.encoded, told.people, followed, told.tf_forename, told.tf_surname
    FROM person_index.standing st
    WHERE st.index_id = p_index AND st.live IS NOT NULL
      AND st.hub_id = nullif(current_setting('openmash.hub', true), '')::uuid
      AND coalesce(nullif(current_setting('openmash.user', true), '')::uuid, p_who) = p_who
      AND (st.agency_id IS NULL OR p_who = st.index_id OR EXISTS (
          SELECT FROM public.accounts_membership m
          WHERE m.hub_id = st.hub_id AND m.user_id = p_who AND m.agency_id = st.agency_id AND m.left_at IS NULL));
    IF rows_live IS NULL THEN RETURN; END IF;
    IF told.people < 1000 THEN
        told.tf_forename := NULL;
        told.tf_surname := NULL;
    END IF;
    told.narrowed := cardinality(followed) < cardinality(p_keys);
    RETURN NEXT told;
    IF cardinality(p_keys) = 0 THEN RETURN; END IF;
    RETURN QUERY EXECUTE format(
        'SELECT NULL::bigint, NULL::float8, NULL::float8, NULL::boolean, NULL::text, NULL::boolean, *
         FROM person_index.%I WHERE keys %s $1 AND reference <> ALL ($2) LIMIT 2000',
        'rows_' || rows_live, CASE followed WHEN '{}' THEN '@>' ELSE '&&' END
    ) USING CASE followed WHEN '{}' THEN p_keys ELSE followed END, p_without;
END $$;

-- Filling a new table while the old one answers ------------------------------------------------------------------

CREATE FUNCTION person_index.made_table(p_load uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Autovacuum stays away until the indexes are there: over a long load it comes in the midst of it, and it and the
    -- making of the indexes wait for each other.
    EXECUTE format('CREATE TABLE person_index.%I (LIKE person_index.shape INCLUDING DEFAULTS)
                    WITH (autovacuum_enabled = false)', 'rows_' || p_load);
    -- The plan is always the same one: which keys are common need not be looked up for each question to make it.
    EXECUTE format('ALTER TABLE person_index.%I ALTER keys SET STATISTICS 0', 'rows_' || p_load);
END $$;

CREATE FUNCTION person_index.made_indexes(p_load uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX ON person_index.%I (reference)', 'rows_' || p_load);
    EXECUTE format('CREATE INDEX ON person_index.%I USING gin (keys) WITH (fastupdate = off)', 'rows_' || p_load);
    EXECUTE format('ALTER TABLE person_index.%I RESET (autovacuum_enabled)', 'rows_' || p_load);
END $$;

-- Bring an index into being; nothing happens if it is there.
CREATE FUNCTION person_index.open_index(p_index uuid, p_agency uuid, p_encoded boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO person_index.standing (index_id, hub_id, agency_id, encoded)
    VALUES (p_index, person_index.this_hub(), p_agency, p_encoded) ON CONFLICT (index_id) DO NOTHING
$$;

-- A table that rows can be copied into; what an earlier load left half-filled is dropped.
CREATE FUNCTION person_index.begin_load(p_index uuid, p_load uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM person_index.end_load(p_index);
    UPDATE person_index.standing SET loading = p_load WHERE index_id = p_index;
    PERFORM person_index.made_table(p_load);
    EXECUTE format('GRANT INSERT ON person_index.%I TO openmash_inside', 'rows_' || p_load);
END $$;

-- Give up the load that is running or was broken off, if there is one.
CREATE FUNCTION person_index.end_load(p_index uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing := person_index.of_this_hub(p_index);
BEGIN
    IF s.loading IS NULL THEN RETURN; END IF;
    UPDATE person_index.standing SET loading = NULL WHERE index_id = p_index;
    DELETE FROM person_index.meanwhile WHERE loading = s.loading;
    PERFORM person_index.dropped(s.loading);
END $$;

CREATE FUNCTION person_index.dropped(p_load uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS person_index.%I', 'rows_' || p_load);
    DELETE FROM person_index.frequency WHERE live = p_load;
    DELETE FROM person_index.hot WHERE live = p_load;
    DELETE FROM person_index.change WHERE live = p_load;
    DELETE FROM person_index.gone WHERE live = p_load;
END $$;

-- Put rows into the table that is being filled, where they do not come by COPY.
CREATE FUNCTION person_index.fill(p_index uuid, p_people jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing := person_index.of_this_hub(p_index);
BEGIN
    EXECUTE format('INSERT INTO person_index.%I SELECT * FROM jsonb_populate_recordset(NULL::person_index.shape, $1)',
                   'rows_' || s.loading) USING p_people;
END $$;

-- All rows are in: nobody adds to them any more, the index of keys is built, names and keys are counted.
CREATE FUNCTION person_index.build(p_index uuid, p_people bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing := person_index.of_this_hub(p_index);
BEGIN
    EXECUTE format('REVOKE INSERT ON person_index.%I FROM openmash_inside', 'rows_' || s.loading);
    PERFORM person_index.made_indexes(s.loading);
    PERFORM person_index.counted_names(s.loading), person_index.counted_keys(s.loading, p_people);
END $$;

CREATE FUNCTION person_index.counted_names(p_live uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE kind text;
BEGIN
    DELETE FROM person_index.frequency WHERE live = p_live;
    FOREACH kind IN ARRAY ARRAY['forename', 'surname'] LOOP
        EXECUTE format(
            'WITH everybody AS (SELECT greatest(count(%1$I), 1)::float8 AS people FROM person_index.%2$I)
             INSERT INTO person_index.frequency
             SELECT $1, $2, %1$I, count(*) / everybody.people FROM person_index.%2$I, everybody
             WHERE %1$I IS NOT NULL GROUP BY %1$I, everybody.people HAVING count(*) > 1
             UNION ALL SELECT $1, $2, '''', 1 / people FROM everybody',
            kind, 'rows_' || p_live) USING p_live, kind;
    END LOOP;
END $$;

CREATE FUNCTION person_index.is_hot(p_live uuid, p_key bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE found bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT FROM person_index.%I WHERE keys && $1 LIMIT 201) many',
                   'rows_' || p_live) INTO found USING ARRAY[p_key];
    RETURN found > CASE p_key & 1 WHEN 1 THEN 40 ELSE 200 END;
END $$;

-- The keys that more than 200 people share; of weak ones, which are odd, 40 (openmash/matching/keys.py). Above half a
-- million people they are judged by a part of the rows, a twentieth at least: of keys of about 200 some are taken for
-- more and some for fewer, which matters for neither.
CREATE FUNCTION person_index.counted_keys(p_live uuid, p_people bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE part float8 := least(100, greatest(5, 100 * 500000.0 / greatest(p_people, 1)));
BEGIN
    DELETE FROM person_index.hot WHERE live = p_live;
    EXECUTE format(
        'INSERT INTO person_index.hot
         SELECT $1, k FROM person_index.%I TABLESAMPLE BERNOULLI ($2), unnest(keys) k
         WHERE k & 1 = 0 GROUP BY k HAVING count(*) > 200 * $2 / 100', 'rows_' || p_live) USING p_live, part;
    -- Weak keys are all counted: of 40 a part says nothing. Nobody has one who has a date of birth.
    EXECUTE format(
        'INSERT INTO person_index.hot
         SELECT $1, k FROM person_index.%I, unnest(keys) k
         WHERE borns = ''{}'' AND k & 1 = 1 GROUP BY k HAVING count(*) > 40', 'rows_' || p_live) USING p_live;
END $$;

CREATE FUNCTION person_index.rows_of(p_live uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM person_index.%I', 'rows_' || p_live) INTO found;
    RETURN found;
END $$;

-- From here on the new table answers. What was put in or taken out meanwhile is done again in it.
CREATE FUNCTION person_index.swap(p_index uuid, p_load uuid, p_scheme text, p_people bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing := person_index.of_this_hub(p_index); m record; holds_encodings boolean;
BEGIN
    PERFORM FROM person_index.standing WHERE index_id = p_index AND loading = p_load FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this load was given up' USING ERRCODE = 'no_data_found';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM (SELECT encoding FROM person_index.%I LIMIT 1) first
                                   WHERE encoding IS NOT NULL)', 'rows_' || p_load) INTO holds_encodings;
    UPDATE person_index.standing
    SET live = p_load, loading = NULL, scheme = p_scheme, n = p_people, encoded = holds_encodings
    WHERE index_id = p_index;
    IF s.live IS NOT NULL THEN
        INSERT INTO person_index.gone VALUES (s.live, clock_timestamp());
    END IF;
    FOR m IN SELECT * FROM person_index.meanwhile WHERE loading = p_load ORDER BY place LOOP
        IF m.said IS NULL THEN
            PERFORM person_index.remove(p_index, ARRAY[m.reference]);
        ELSE
            PERFORM person_index.put(p_index, p_scheme, jsonb_build_array(m.said));
        END IF;
    END LOOP;
    DELETE FROM person_index.meanwhile WHERE loading = p_load;
END $$;

-- Keeping it current ---------------------------------------------------------------------------------------------

-- An index that was never loaded begins empty, with what is first put into it.
CREATE FUNCTION person_index.begin_empty(p_index uuid, p_scheme text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing; fresh uuid := gen_random_uuid();
BEGIN
    PERFORM person_index.of_this_hub(p_index);
    SELECT * INTO s FROM person_index.standing WHERE index_id = p_index FOR UPDATE;
    IF s.live IS NOT NULL THEN RETURN; END IF;
    PERFORM person_index.made_table(fresh), person_index.made_indexes(fresh);
    UPDATE person_index.standing SET live = fresh, scheme = p_scheme, n = 0 WHERE index_id = p_index;
END $$;

-- Put people in, each in the place of who had that reference. Returns false, and does nothing to what answers, where
-- it was made with other keys and has to be loaded anew; a load that runs gets them all the same.
CREATE FUNCTION person_index.put(p_index uuid, p_scheme text, p_people jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing; columns text; added integer; fresh bigint[];
BEGIN
    PERFORM person_index.of_this_hub(p_index);
    SELECT * INTO s FROM person_index.standing WHERE index_id = p_index FOR SHARE;
    IF s.loading IS NOT NULL THEN
        INSERT INTO person_index.meanwhile (loading, reference, said)
        SELECT s.loading, p ->> 'reference', p FROM jsonb_array_elements(p_people) p;
    END IF;
    IF s.live IS NULL OR s.scheme <> p_scheme THEN RETURN s.loading IS NOT NULL; END IF;
    SELECT string_agg(format('%1$I = EXCLUDED.%1$I', attname), ', ') INTO columns FROM pg_attribute
    WHERE attrelid = 'person_index.shape'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'reference';
    EXECUTE format(
        'WITH put AS (INSERT INTO person_index.%I
                      SELECT * FROM jsonb_populate_recordset(NULL::person_index.shape, $1) ORDER BY reference
                      ON CONFLICT (reference) DO UPDATE SET %s RETURNING xmax = 0 AS new, keys)
         SELECT count(*) FILTER (WHERE new),
                (SELECT array_agg(DISTINCT k) FROM put, unnest(keys) k
                 WHERE NOT EXISTS (SELECT FROM person_index.hot h WHERE h.live = $2 AND h.key = k)) FROM put',
        'rows_' || s.live, columns) INTO added, fresh USING p_people, s.live;
    PERFORM person_index.changed(s.live, added, fresh);
    RETURN true;
END $$;

CREATE FUNCTION person_index.changed(p_live uuid, p_n integer, p_fresh bigint[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    WITH many AS (SELECT coalesce(array_agg(k), '{}') AS hot FROM unnest(p_fresh) k WHERE person_index.is_hot(p_live, k))
    INSERT INTO person_index.change SELECT p_live, p_n, hot FROM many WHERE p_n <> 0 OR hot <> '{}'
$$;

CREATE FUNCTION person_index.remove(p_index uuid, p_references text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing; removed integer := 0;
BEGIN
    PERFORM person_index.of_this_hub(p_index);
    SELECT * INTO s FROM person_index.standing WHERE index_id = p_index FOR SHARE;
    IF s.loading IS NOT NULL THEN
        INSERT INTO person_index.meanwhile (loading, reference) SELECT s.loading, r FROM unnest(p_references) r;
    END IF;
    IF s.live IS NULL THEN RETURN 0; END IF;
    EXECUTE format('DELETE FROM person_index.%I WHERE reference = ANY ($1)', 'rows_' || s.live) USING p_references;
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM person_index.changed(s.live, -removed, '{}');
    RETURN removed;
END $$;

-- Add up what was put in and taken out of this hub's indexes; returns in how many there was anything.
CREATE FUNCTION person_index.count_changes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing; together bigint; more bigint[]; done integer := 0;
BEGIN
    FOR s IN SELECT * FROM person_index.standing st
             WHERE hub_id = person_index.this_hub() AND EXISTS (SELECT FROM person_index.change c WHERE c.live = st.live)
             FOR UPDATE LOOP
        WITH added_up AS (DELETE FROM person_index.change WHERE live = s.live RETURNING n, hot)
        SELECT sum(n), (SELECT array_agg(DISTINCT k) FROM added_up, unnest(hot) k) INTO together, more FROM added_up;
        UPDATE person_index.standing SET n = n + coalesce(together, 0) WHERE index_id = s.index_id;
        INSERT INTO person_index.hot SELECT s.live, k FROM unnest(more) k ON CONFLICT DO NOTHING;
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

-- Count one index's people and names from the beginning.
CREATE FUNCTION person_index.recount(p_index uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing; people bigint;
BEGIN
    PERFORM person_index.of_this_hub(p_index);
    SELECT * INTO s FROM person_index.standing WHERE index_id = p_index FOR UPDATE;  -- whoever puts waits
    IF s.live IS NULL THEN RETURN 0; END IF;
    DELETE FROM person_index.change WHERE live = s.live;
    people := person_index.rows_of(s.live);
    PERFORM person_index.counted_names(s.live), person_index.counted_keys(s.live, people);
    UPDATE person_index.standing SET n = people WHERE index_id = p_index;
    RETURN people;
END $$;

-- Taking it away -------------------------------------------------------------------------------------------------

-- All rows of an index are gone when this is committed; whoever asks at this moment finds nobody.
CREATE FUNCTION person_index.withdraw(p_index uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE s person_index.standing;
BEGIN
    PERFORM person_index.end_load(p_index);
    SELECT * INTO s FROM person_index.standing WHERE index_id = p_index FOR UPDATE;
    DELETE FROM person_index.standing WHERE index_id = p_index;
    IF s.live IS NULL THEN RETURN; END IF;
    EXECUTE format('TRUNCATE person_index.%I', 'rows_' || s.live);
    DELETE FROM person_index.frequency WHERE live = s.live;
    DELETE FROM person_index.hot WHERE live = s.live;
    DELETE FROM person_index.change WHERE live = s.live;
    INSERT INTO person_index.gone VALUES (s.live, clock_timestamp());
END $$;

-- Drop what answers no more since a minute: by then nobody is reading it. Returns how many tables.
CREATE FUNCTION person_index.tidy(p_older_than interval DEFAULT '1 minute') RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE old uuid; done integer := 0;
BEGIN
    FOR old IN SELECT live FROM person_index.gone WHERE at < clock_timestamp() - p_older_than FOR UPDATE SKIP LOCKED LOOP
        PERFORM person_index.dropped(old);
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

-- How an index stands, for whoever looks after it: never what is in it.
CREATE FUNCTION person_index.stands(p_index uuid)
RETURNS TABLE (people bigint, scheme text, answers boolean, loads boolean, bytes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.n + coalesce((SELECT sum(c.n) FROM person_index.change c WHERE c.live = s.live), 0)::bigint,
        s.scheme, s.live IS NOT NULL, s.loading IS NOT NULL,
        CASE WHEN s.live IS NOT NULL THEN
            pg_total_relation_size(to_regclass(format('person_index.%I', 'rows_' || s.live))) ELSE 0 END
    FROM person_index.standing s WHERE s.index_id = p_index AND s.hub_id = person_index.this_hub();
END $$;

-- Who may call what ----------------------------------------------------------------------------------------------

REVOKE ALL ON ALL TABLES IN SCHEMA person_index FROM PUBLIC, openmash_outside;
REVOKE ALL ON person_index.shape, person_index.told, person_index.standing, person_index.change, person_index.meanwhile,
    person_index.frequency, person_index.hot, person_index.gone FROM openmash_inside;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA person_index FROM PUBLIC, openmash_inside, openmash_outside;
GRANT USAGE ON SCHEMA person_index TO openmash_inside;
GRANT EXECUTE ON FUNCTION
    person_index.found, person_index.stands,
    person_index.open_index, person_index.begin_load, person_index.end_load, person_index.fill, person_index.build,
    person_index.swap, person_index.begin_empty, person_index.put, person_index.remove,
    person_index.count_changes, person_index.recount, person_index.withdraw, person_index.tidy
    TO openmash_inside;
