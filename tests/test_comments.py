"""Threads as platforms print them: who, when, what, and whom it answers."""

from __future__ import annotations

from normalizers.values import DatedBlurb
from tests.build_threads import URL, context, html5_comment, read, read_all, says, short


def test_html5_walker_nests_by_elements() -> None:
    html = (
        "<h2 class='comments-title'>2 thoughts</h2><ol class='comment-list'>"
        + html5_comment(11, "Ann")
        + "<ol class='children'>"
        + html5_comment(12, "Bo", "<p>One.</p><p>Two<br>lines.</p>")
        + "</li></ol></li></ol>"
    )
    ann, bo = read(html)
    assert (ann.key, ann.id, ann.author, ann.author_url) == (
        "wp-11",
        "11",
        "Ann",
        "http://ann.example",
    )
    assert ann.posted_at == "2012-10-25T10:23:00+02:00"
    assert ann.permalink == f"{URL}#comment-11"
    assert says(ann) == "Well said."
    assert (bo.parent_key, bo.parent_evidence, bo.depth) == ("wp-11", "nesting", 2)
    assert says(bo) == "One.\nTwo\nlines."


def test_xhtml_walker_is_read_by_subtraction() -> None:
    html = """<ol class="commentlist"><li class="comment even" id="comment-21">
    <div id="div-comment-21" class="comment-body">
    <div class="comment-author vcard"><cite class="fn">Ann Lee</cite> <span
    class="says">says:</span></div>
    <div class="comment-meta commentmetadata"><a href="#comment-21">3 mai 2012 at 5:30 pm</a></div>
    <p>First.</p><p>Second, said on 4 May 2012.</p>
    <div class="reply"><a href="?replytocom=21">Reply</a></div></div></li></ol>"""
    (comment,) = read(html)
    assert short((comment,)) == [
        ("Ann Lee", "2012-05-03T17:30:00", "First.\nSecond, said on 4 May 2012.")
    ]


def test_pingbacks_have_their_kind_and_no_words_of_the_template() -> None:
    html = """<ol class="commentlist"><li class="pingback even" id="comment-31"><p>Pingback:
    <a href="http://other.example/x" rel="external nofollow" class="url">Another | Blog</a></p></li>
    <li class="trackback" id="comment-32"><p>Trackback: <a href="http://t.example" class="url"
    rel="external nofollow">Third</a></p></li></ol>"""
    ping, track = read(html)
    assert (ping.kind, ping.author, ping.blocks) == ("pingback", "Another | Blog", ())
    assert (track.kind, track.author) == ("trackback", "Third")


def test_words_cut_out_of_another_page_are_a_pingback_without_a_class_too() -> None:
    html = """<ul id="dsq-comments"><li id="dsq-comment-31"><cite><span id="dsq-author-user-31">
    A Blog</span></cite><div class="dsq-comment-message"><p>[...] what you said. [...]</p></div></li>
    <li id="dsq-comment-32"><cite><span id="dsq-author-user-32">Ann</span></cite>
    <div class="dsq-comment-message"><p>[...] is what I missed.</p></div></li></ul>"""
    assert [(c.author, c.kind) for c in read(html)] == [("A Blog", "pingback"), ("Ann", "comment")]


def test_ping_without_a_rel_is_named_by_its_link() -> None:
    html = """<ol class="pinglist comments"><li class="ping"><a href="http://o.example/a">
    <sup>2</sup>
    <span class="excerpt">[…] words</span> Another Blog</a></li></ol>"""
    (ping,) = read(html)
    assert (ping.kind, ping.author, says(ping)) == ("pingback", "Another Blog", "[…] words")


def test_answers_in_a_list_beside_their_comment_nest_too() -> None:
    html = """<ul id="dsq-comments"><li id="dsq-comment-41" class="comment depth-1">
    <cite id="dsq-cite-41">http://ann.example <span id="dsq-author-user-41">Ann</span></cite>
    <div class="dsq-comment-message"><p>Top.</p></div></li>
    <ul class="children"><li id="dsq-comment-42"><cite><span id="dsq-author-user-42">Bo</span>
    </cite>
    <div class="dsq-comment-message"><p>Answer.</p></div></li></ul>
    <ul class="children"><li id="dsq-comment-43"><cite><span id="dsq-author-user-43">Cy</span>
    </cite>
    <div class="dsq-comment-message"><p>Other.</p></div></li></ul></ul>"""
    top, answer, other = read(html)
    assert (top.author, says(top)) == ("Ann", "Top.")
    assert answer.parent_key == other.parent_key == top.key


def test_a_list_of_answers_after_a_box_of_comments_answers_the_last_of_them() -> None:
    html = """<div id="comments"><div><div class="comment" id="comment-44"><cite>Ann</cite>
    <p>Top.</p></div></div>text<div class="indented"><div class="comment" id="comment-45">
    <cite>Bo</cite><p>Answer.</p></div></div></div>"""
    top, answer = read(html)
    assert answer.parent_key == top.key


def test_indented_without_a_comment_before_is_at_the_top() -> None:
    html = """<div id="comments"><div class="indented"><p>x</p><div class="comment" id="comment-46">
    <cite>Bo</cite><p>Answer.</p></div></div></div>"""
    (comment,) = read(html)
    assert comment.parent_key is None


def test_drupal_anchors_give_their_number_to_the_comment_after_them() -> None:
    html = """<div id="comments"><a id="comment-51"></a><div class="comment odd">
    <h3 class="comment-title"><a href="/c#comment-51">A title</a></h3>
    <div class="submitted">Thu, 10/25/2012 - 08:23 — <a href="/user/1">Ann</a></div>
    <div class="content"><p>Words of hers.</p></div></div>
    <div class="indented"><a id="comment-52"></a><div class="comment even">
    <div class="submitted">Fri, 10/26/2012 - 09:00 — Bo (not verified)</div>
    <div class="content"><p>Words of his.</p></div></div></div></div>"""
    ann, bo = read(html, "drupal")
    assert (ann.key, ann.author, ann.posted_at) == ("drupal-51", "Ann", "2012-10-25T08:23:00")
    assert says(ann) == "A title\nWords of hers."
    assert (bo.id, bo.author, bo.parent_key) == ("52", "Bo (not verified)", "drupal-51")


def test_blogger_flat_list_is_dt_with_its_dds() -> None:
    html = """<div id="comments"><dl id="comments-block"><dt class="comment-author" id="c6101">
    <a name="c6101"></a><a href="http://www.blogger.com/profile/1" rel="nofollow">Ann</a>
    said...</dt>
    <dd class="comment-body" id="Blog1_cmt-6101"><p>Such words.</p></dd>
    <dd class="comment-footer"><span class="comment-timestamp"><a href="/x.html#c6101">
    October 25, 2012 8:23 AM</a></span></dd>
    <dt class="comment-author" id="c6102">Bo said...</dt>
    <dd class="comment-body"><p>Other words.</p></dd>
    <dd class="comment-footer"><span class="comment-timestamp">October 25, 2012 9:23 AM</span></dd>
    </dl></div>"""
    assert short(read(html, "blogger")) == [
        ("Ann", "2012-10-25T08:23:00", "Such words."),
        ("Bo", "2012-10-25T09:23:00", "Other words."),
    ]


def test_blogger_threads_take_the_number_of_the_block_inside() -> None:
    html = """<div id="comments"><ol><li class="comment" id="bc_0_0B"><div
    class="comment-block" id="c7101">
    <div class="comment-header"><cite class="user"><a href="http://p.example">Ann</a></cite>
    <span class="datetime"><a href="/x#c7101">October 25, 2012 at 8:23 AM</a></span></div>
    <p class="comment-content">Words.</p></div>
    <div class="comment-replies"><div class="comment-thread"><ol><li class="comment" id="bc_0_1B">
    <div class="comment-block" id="c7102"><div class="comment-header"><cite class="user">Bo</cite>
    <span class="datetime">October 25, 2012 at 9:23 AM</span></div>
    <p class="comment-content">Answer.</p></div></li></ol></div></div></li></ol></div>"""
    ann, bo = read(html, "blogger")
    assert (ann.id, bo.id, bo.parent_key) == ("7101", "7102", "blogger-7101")


def test_typepad_footer_says_who_and_when() -> None:
    number = "6a00d8341c5e1453ef017d3c"
    html = f"""<div class="comments"><a id="comment-{number}"></a>
    <div class="comment" id="comment-{number}"><div class="comment-content"><p>Words.</p></div>
    <p class="comment-footer">Posted by: <a href="http://ann.example">Ann</a> |
    <a href="/x.html#comment-{number}">October 25, 2012 at 08:23 AM</a></p></div></div>"""
    assert short(read(html, "typepad")) == [("Ann", "2012-10-25T08:23:00", "Words.")]


def test_line_of_author_and_date_after_each_comment_belongs_to_it() -> None:
    html = """<div class="content"><div id="c8001"><p>Words one.</p></div>
    <p class="posted">Posted by: Ann at October 25, 2012 08:23 AM</p>
    <div id="c8002"><p>Words two.</p></div>
    <p class="posted">Posted by: Bo Mo at October 26, 2012 08:23 AM</p></div>"""
    assert short(read(html, "movabletype")) == [
        ("Ann", "2012-10-25T08:23:00", "Words one."),
        ("Bo Mo", "2012-10-26T08:23:00", "Words two."),
    ]


def test_line_of_author_and_date_before_each_comment_belongs_to_it() -> None:
    html = """<div class="content"><p><b>Ann</b>, October 25, 2012</p><div id="c8101">
    <p>Words one.</p></div>
    <p><b>Bo</b>, October 26, 2012</p><div id="c8102"><p>Words two.</p></div><p>An end.</p></div>"""
    assert short(read(html, None)) == [
        ("Ann", "2012-10-25", "Words one."),
        ("Bo", "2012-10-26", "Words two."),
    ]


def test_squarespace_signature_is_the_byline() -> None:
    html = """<div id="comments" class="journal-comment-area"><h3
    class="caption">Reader Comments (1)</h3>
    <div class="comment-wrapper"><div class="comment" id="comment19105644">
    <div id="item19105644" class="body">Words<br/><br/>more.</div>
    <div class="signature">October 11, 2012 | <a href="/contributor/1" title="Unregistered">
    <img src="i"></a>Eve</div>
    </div></div></div>"""
    (comment,) = read(html, "squarespace5")
    assert (comment.author, comment.posted_at, says(comment)) == (
        "Eve",
        "2012-10-11",
        "Words\nmore.",
    )


def test_microdata_names_author_date_and_text() -> None:
    html = """<section id="talk"><div itemprop="comment" itemscope
    itemtype="http://schema.org/Comment">
    <span itemprop="author"><span itemprop="name">Ann</span></span>
    <meta itemprop="url" content="#"><time itemprop="dateCreated"
    datetime="2012-10-25T08:23:00Z">a day ago</time>
    <div itemprop="text"><p>Words.</p><blockquote>Quoted.</blockquote><ul><li>Listed.</li></ul>
    </div></div></section>"""
    (comment,) = read(html, None)
    assert (comment.author, comment.posted_at) == ("Ann", "2012-10-25T08:23:00+00:00")
    assert [block.kind for block in comment.blocks] == ["paragraph", "quote", "list_item"]
    assert comment.key.startswith("c-")


def test_microformats_are_read() -> None:
    html = """<ul class="replies"><li class="u-comment h-cite"><a class="p-author h-card"
    href="http://ann.example">Ann</a>
    <a class="u-url" href="#c1"><time class="dt-published" datetime="2012-10-25">Oct 25</time></a>
    <div class="e-content">Words.</div></li></ul>"""
    (comment,) = read(html, None)
    assert short((comment,)) == [("Ann", "2012-10-25", "Words.")]


def test_json_ld_is_read_where_the_page_shows_no_comment() -> None:
    html = """<script type="application/ld+json">{"@type": "BlogPosting", "comment": [
    {"@type": "Comment", "author": {"name": "Ann", "url": "http://a.example"},
     "dateCreated": "2012-10-25",
     "text": "Words.\\nMore.", "comment": {"@type": "Comment", "author": "Bo", "text": "Words."}},
    {"@type": "Comment", "author": "Bo", "text": "Words."}, {"@type": "Thing"}]}</script>
    <p>Text.</p>"""
    comments = read(html, None)
    assert [(c.author, c.posted_at, says(c), c.depth) for c in comments] == [
        ("Ann", "2012-10-25", "Words.\nMore.", 1),
        ("Bo", None, "Words.", 2),
        ("Bo", None, "Words.", 1),
    ]
    assert comments[1].parent_key == comments[0].key
    assert len({comment.key for comment in comments}) == 3


def test_depth_classes_tell_answers_where_nothing_nests() -> None:
    html = "".join(
        f"""<div class="comment depth-{depth}" id="comment-{number}"><cite>A{number}</cite>
    <p>Words.</p></div>"""
        for number, depth in ((91, 1), (92, 2), (93, 3), (94, 2), (95, 1))
    )
    comments = read(f"<div id='comments'>{html}</div>")
    assert [c.parent_key for c in comments] == [None, "wp-91", "wp-92", "wp-91", None]
    assert comments[1].parent_evidence == "depth-class"


def test_indent_tells_answers_where_no_name_does() -> None:
    html = "".join(
        f"""<div class="comment" id="comment-{number}" style="margin-left: {indent}px">
    <cite>A</cite><p>W{number}.</p></div>"""
        for number, indent in ((91, 0), (92, 20), (93, 0))
    )
    comments = read(f"<div id='comments'>{html}</div>")
    assert [(c.parent_key, c.parent_evidence) for c in comments] == [
        (None, None),
        ("wp-91", "indent"),
        (None, None),
    ]


def test_links_and_attributes_tell_whom_a_comment_answers() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><cite>A</cite><p>One.</p>
    </div>
    <div class="comment" id="comment-92"><cite>B</cite><span class="in-reply-to"><a
    href="#comment-91">A</a></span>
    <p>Two.</p></div><div class="comment" id="comment-93" data-parent-id="92"><cite>C</cite>
    <p>Three.</p></div></div>"""
    comments = read(html)
    assert [c.parent_key for c in comments] == [None, "wp-91", "wp-92"]
    assert comments[2].parent_evidence == "reply-link"


def test_unnamed_siblings_with_dates_are_comments() -> None:
    html = """<div id="comments"><h2>Talk</h2><div><div><b>Ann</b> 10/12/2012<div>Words one.</div>
    </div>
    <div><b>Bo</b> 10/13/2012<div>Words two.</div></div></div></div>"""
    assert short(read(html, None)) == [
        ("Ann", "2012-10-12", "Words one."),
        ("Bo", "2012-10-13", "Words two."),
    ]


def test_unnamed_definition_lists_are_headers_with_texts() -> None:
    html = """<div id="comments"><dl><dt><a href="#4912841">1.</a> Ann Lee - August 8, 2012</dt>
    <dd><p>Words one.</p></dd>
    <dt><a href="#4912844">2.</a> Bo - August 9, 2012</dt><dd><p>Words of 9 August 2012.</p></dd>
    </dl></div>"""
    comments = read(html)
    assert short(comments) == [
        ("Ann Lee", "2012-08-08", "Words one."),
        ("Bo", "2012-08-09", "Words of 9 August 2012."),
    ]
    assert comments[0].id == "4912841"


def test_unnamed_runs_end_with_their_footers() -> None:
    html = """<div class="comments-body"><p>Words one.</p><p>More.</p><span>x</span>
    <p class="posted">Posted by: Ann at October 25, 2012 08:23 AM</p>
    <p>Words two.</p><p>Even more.</p><p
    class="posted">Posted by: Bo Mo at October 26, 2012 08:23 AM</p></div>"""
    assert short(read(html, "movabletype")) == [
        ("Ann", "2012-10-25T08:23:00", "Words one.\nMore."),
        ("Bo Mo", "2012-10-26T08:23:00", "Words two.\nEven more."),
    ]


def test_several_spaces_of_one_name_are_a_comment_each() -> None:
    html = "".join(
        f"""<div class="comments-body"><p>Words {n}.</p>
        <span class="comments-post">Comment #{n} - Posted by: A{n}
        at November {n}, 2012 5:39 PM</span></div>"""
        for n in (1, 2, 3)
    )
    comments = read(f"<div class='blog'>{html}</div>", "movabletype")
    assert [c.author for c in comments] == ["A1", "A2", "A3"]
    assert says(comments[0]) == "Words 1."


def test_lines_that_all_comments_share_are_the_templates() -> None:
    html = "".join(
        f"""<div class="comment" id="comment-{n}"><b class="fn">Ann</b><p>Words {n}.</p>
        <ul><li><a href="/login">Log in</a> or <a href="/new">register</a> to answer</li></ul>
    </div>"""
        for n in range(101, 105)
    )
    assert [says(c) for c in read(f"<div id='comments'>{html}</div>")] == [
        f"Words {n}." for n in range(101, 105)
    ]


def test_relative_dates_stay_words() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><cite>A</cite>
    <span class="comment-date">3 hours ago</span><p>One.</p></div></div>"""
    (comment,) = read(html)
    assert (comment.posted_at, comment.date_text) == (None, "3 hours ago")


def test_dates_without_a_year_take_it_from_the_address() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><h4><a class="url"
    rel="external nofollow"
    href="http://a.example">Ann</a> <span>On Thursday, November 1 at 2:57 pm</span></h4>
    <p>One.</p></div></div>"""
    (comment,) = read(html)
    assert comment.posted_at == "2012-11-01T14:57:00"


def test_dates_in_class_names_are_the_last_resort() -> None:
    html = """<ol class="commentlist"><li class="comment c-y2012 c-m10 c-d30 c-h11"
    id="comment-91"><cite>A</cite>
    <p>One.</p></li></ol>"""
    (comment,) = read(html)
    assert (comment.posted_at, comment.date_text) == ("2012-10-30", None)


def test_order_of_numbers_is_learnt_from_the_thread() -> None:
    html = "".join(
        f"""<div class="comment" id="comment-{n}"><cite>A{n}</cite> <small>{day}</small>
    <p>Words {n}.</p></div>"""
        for n, day in ((91, "03/04/2012"), (92, "25/04/2012"))
    )
    comments = read(f"<div id='comments'>{html}</div>")
    assert [c.posted_at for c in comments] == ["2012-04-03", "2012-04-25"]


def test_notice_of_moderation_is_state_not_text() -> None:
    html = """<ol class="comment-list"><li class="comment" id="comment-91"><b class="fn">Ann</b>
    <em class="comment-awaiting-moderation">Your comment is awaiting moderation.</em><p>One.</p>
    </li></ol>"""
    (comment,) = read(html)
    assert (comment.state, says(comment)) == ("awaiting", "One.")


def test_dated_blurbs_are_given_beside_the_words() -> None:
    html = html5_comment(91, "Ann", "<p>Who will win? 9/14/2017</p>")
    (comment,) = read(f"<ol>{html}</ol>")
    assert comment.dated_blurbs == (DatedBlurb(text="Who will win?", date="2017-09-14"),)
    assert says(comment) == "Who will win? 9/14/2017"


def test_embeds_in_comments_are_blocks() -> None:
    html = html5_comment(
        91, "Ann", "<p>Look:</p><iframe src='https://www.youtube.com/embed/abc'></iframe>"
    )
    (comment,) = read(f"<ol>{html}</ol>")
    assert [block.kind for block in comment.blocks] == ["paragraph", "embed"]


def test_a_table_in_a_comment_leaves_out_who_and_when() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><p><cite>Ann</cite>
    25 October 2012</p>
    <table><tr><td>one</td><td>two</td></tr></table><div class="reply">Reply</div></div></div>"""
    (comment,) = read(html)
    assert [(block.kind, block.text) for block in comment.blocks] == [("table", "one two")]


def test_every_comment_is_cut_from_the_page() -> None:
    html = f"""<article><h1>T</h1><p>Story.</p></article><h3>One answer</h3>
    <ol class="commentlist">{html5_comment(91)}</li></ol>
    <div id="respond"><h3>Leave a Reply</h3><form><textarea></textarea></form></div>"""
    _, _, tree = read_all(html, context())
    assert tree.body is not None
    assert " ".join(tree.body.text(separator=" ").split()) == "T Story."


def test_flat_dl_of_named_dds_is_one_comment_a_dt() -> None:
    html = """<dl id="comment_list"><dt class="comment" id="comment-91"><span class="comment_num">
    <a href="#comment-91">1</a></span>
    <p><span class="comment_author">Ann</span> <span class="comment_time">07.15.12 at 11:59</span>
    </p></dt>
    <dd class="comment"><div class="format_text"><p>Words.</p></div></dd></dl>"""
    assert short(read(html)) == [("Ann", "2012-07-15T11:59:00", "Words.")]


def test_few_words_on_the_line_of_their_author_are_kept() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><b>Ann</b>
    (10/25/2012): Nice one! <a href="#r">Reply</a></div>
    <div class="comment" id="comment-92"><b>Bo</b>: 10/26/2012</div>
    <div class="comment" id="comment-93"><p>Nothing else.</p></div></div>"""
    assert [says(c) for c in read(html)] == ["Nice one!", "", "Nothing else."]


def test_long_texts_may_begin_with_their_author() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><p><cite>Ann</cite>
    wrote: this is a long text that
    begins on the line of her name.</p></div></div>"""
    (comment,) = read(html)
    assert says(comment) == "this is a long text that begins on the line of her name."


def test_number_over_a_text_is_no_text_but_a_number_alone_is() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><div>46</div><b
    class="fn">Ann</b><br>
    <p>Words.</p></div><div class="comment" id="comment-92"><b class="fn">Bo</b><p>42</p></div>
    </div>"""
    assert [says(c) for c in read(html)] == ["Words.", "42"]


def test_element_named_for_the_text_may_hold_the_date_too() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><b class="fn">Ann</b>
    <div class="comment_text">
    <div class="comment_time">25 Oct 2012</div>Words.</div><div><a href="/p">Permalink</a> |
    <a href="/s">Share</a></div></div></div>"""
    (comment,) = read(html)
    assert says(comment) == "Words."


def test_theme_that_shows_its_own_markup_is_read_through_it() -> None:
    html = """<ol class="commentlist"><li class="comment" id="comment-91"><div
    class="comment-author vcard">
    &lt;cite class="fn"&gt;<a href="http://a.example" rel="external nofollow"
    class="url">Ann</a>&lt;/cite&gt;
    &lt;span class="says"&gt;says:&lt;/span&gt;</div><p>Words.</p></li>
    <li class="comment" id="comment-92"><div class="comment-author vcard">&lt;cite
    class="fn"&gt;&lt;a href='http://b.example'&gt;Bo &lt;3&lt;/a&gt;&lt;/cite&gt;
    &lt;span class="says"&gt;says:&lt;/span&gt;</div><p>More.</p></li></ol>"""
    ann, bo = read(html)
    assert [(c.author, c.author_url, says(c)) for c in (ann, bo)] == [
        ("Ann", "http://a.example", "Words."),
        ("Bo <3", "http://b.example", "More."),
    ]


def test_name_over_the_line_of_the_date_is_the_authors() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><p><b>Ann</b></p>
    <p>25 Oct 2012</p><p>Words.</p></div>
    <div class="comment" id="comment-92"><p>25 Oct 2012</p><p>Words of nobody.</p></div>
    <div class="comment" id="comment-93"><p>Not a name</p><p>25 Oct 2012</p><p>Words.</p></div>
    </div>"""
    assert [c.author for c in read(html)] == ["Ann", None, None]


def test_long_strong_words_are_no_name() -> None:
    words = "very " * 80
    html = f"""<div id="comments"><div class="comment" id="comment-91"><p><b>{words}</b></p>
    <p>25 Oct 2012</p></div>
    <div class="comment" id="comment-92"><p><b>{words}</b> 25 Oct 2012</p></div>
    <div class="comment" id="comment-93"><div class="comment-author">{words}</div><p>Words.</p>
    </div>
    <div class="comment" id="comment-94"><p><b>{words}</b> <i class="date">25 Oct 2012</i></p>
    </div></div>"""
    assert [c.author for c in read(html)] == [None, None, None, None]


def test_box_of_the_author_without_a_name_names_nobody() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><div class="comment-author">
    <span class="reply">Reply</span></div>
    <div class="comment-author"> : </div><p>Words.</p></div></div>"""
    (comment,) = read(html)
    assert comment.author is None


def test_date_in_pieces_is_put_together() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><cite>Ann</cite>
    <span class="date"><b>25</b> Oct <i>2012</i></span><p>Words.</p></div></div>"""
    assert short(read(html)) == [("Ann", "2012-10-25", "Words.")]


def test_long_boxes_and_lines_are_not_asked_for_dates() -> None:
    words = "word " * 40
    html = f"""<div id="comments"><div class="comment" id="comment-91"><cite>Ann</cite><div
    class="posted">{words} 25 Oct 2012</div>
    <div class="posted">soon</div><p>{words} 25 Oct 2012 {words}</p></div></div>"""
    (comment,) = read(html)
    assert (comment.posted_at, comment.date_text) == (None, None)


def test_links_to_answer_are_no_text_even_where_the_deepest_have_none() -> None:
    html = "".join(
        f"""<div class="comment" id="comment-{n}"><b class="fn">A{n}</b><p>Words {n}.</p>
        <p>{"<a href='#r'>Antwort</a>" if n < 110 else ""}</p></div>"""
        for n in range(101, 111)
    )
    assert [says(c) for c in read(f"<div id='comments'>{html}</div>")] == [
        f"Words {n}." for n in range(101, 111)
    ]


def test_hidden_parts_are_not_read() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91" style="display:none">
    <cite>Ann</cite><p>No.</p></div>
    <div class="comment" id="comment-92"><cite>Bo</cite><p hidden>No.</p><p
    style="color:red">Yes.</p></div></div>"""
    assert [(c.id, says(c)) for c in read(html)] == [("92", "Yes.")]


def test_neighbours_far_from_a_comment_are_not_its_byline() -> None:
    words = "word " * 50
    html = f"""<div class="content"><div id="c8001"><p>Words one.</p></div><p>{words}</p>
    <p>Ann at October 25, 2012</p>
    <div id="c8002"><p>Words two.</p></div><p>Bo at October 26, 2012</p></div>"""
    assert [c.posted_at for c in read(html, None)] == [None, "2012-10-26"]


def test_links_of_a_text_are_kept_whole() -> None:
    html = html5_comment(
        91, "Ann", "<p><a href='/x'>one <b>two</b></a> and <a>three</a>.</p><h4>Head</h4>"
    )
    (comment,) = read(f"<ol>{html}</ol>")
    assert [(link.url, link.text) for link in comment.blocks[0].links] == [
        ("http://blog.example/x", "one two")
    ]
    assert (comment.blocks[1].kind, comment.blocks[1].level) == ("heading", 4)


def test_inner_element_named_for_the_text_is_not_read_twice() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><b class="fn">Ann</b>
    <div class="comment-content">
    <div class="comment-text"><p>Words.</p></div></div></div></div>"""
    (comment,) = read(html)
    assert says(comment) == "Words."


def test_element_named_for_the_text_that_holds_only_the_date_is_not_the_text() -> None:
    html = """<div id="comments"><div class="comment" id="comment-91"><b class="fn">Ann</b>
    <div class="comment_text">
    <div class="comment_time">25 Oct 2012</div></div><p>Words.</p></div></div>"""
    (comment,) = read(html)
    assert says(comment) == "Words."


def test_two_breaks_end_a_block_of_a_comment() -> None:
    html = html5_comment(91, "Ann", "<p>one<br>two<br><br>three <br> <br>four</p>")
    (comment,) = read(f"<ol>{html}</ol>")
    assert [block.text for block in comment.blocks] == ["one\ntwo", "three", "four"]


def test_unnamed_headers_under_a_heading_begin_each_comment() -> None:
    html = """<div id="comments"><h3>Answers</h3><p><b>Ann</b> 10/12/2012</p><div>Words one.</div>
    <p><b>Bo</b> 10/13/2012</p><div>Words two.</div></div>"""
    assert short(read(html, None)) == [
        ("Ann", "2012-10-12", "Words one."),
        ("Bo", "2012-10-13", "Words two."),
    ]


def test_anchor_inside_its_comment_names_the_comment() -> None:
    html = """<div id="comments"><div><p><a name="comment-91"></a><b>Ann</b> 25 Oct 2012</p>
    <p>Words.</p></div>
    <div><p><a name="comment-92"></a><b>Bo</b> 26 Oct 2012</p><p>Words too.</p></div></div>"""
    assert [c.id for c in read(html)] == ["91", "92"]


def test_a_comment_that_closes_the_thread_ends_as_the_others_do() -> None:
    html = """<div><h2><a id="comments"></a>Comments</h2><a id="c101001"></a><p>One.</p>
    <p class="posted">Posted by: <a href="http://ann.example">Ann</a> | 3 March 2007 at 16:05</p>
    <a id="c101002"></a><p>Two.</p><p>More.</p>
    <p class="posted">Posted by: Bo Lee | 4 March 2007 at 16:05</p>
    <p>The comments to this entry are closed.</p></div>"""
    assert short(read(html, "typepad")) == [
        ("Ann", "2007-03-03T16:05:00", "One."),
        ("Bo Lee", "2007-03-04T16:05:00", "Two.\nMore."),
    ]


def test_the_only_comment_ends_with_the_line_of_its_date() -> None:
    html = """<div><h2><a id="comments"></a>Comments</h2><a id="c101001"></a><p>One.</p>
    <p class="posted">Posted by: Ann | 3 March 2007 at 16:05</p>
    <p>The comments to this entry are closed.</p></div>"""
    assert short(read(html, "typepad")) == [("Ann", "2007-03-03T16:05:00", "One.")]


def test_a_byline_that_names_the_answered_has_the_name_in_its_inner_box() -> None:
    html = """<div id="comments"><div class="comment" id="comment-201"><span class="byline">
    <span class="vcard author">Ann</span> | <abbr title="2009-03-03T16:05:10">March 3</abbr></span>
    <div class="comment-content"><p>One.</p></div></div>
    <div class="comment" id="comment-202"><span class="byline"><span class="vcard author">Bo</span>
    replied to <a href="#comment-201">comment from Ann</a> |
    <abbr title="2009-03-04T16:05:10">March 4</abbr></span>
    <div class="comment-content"><p>Two.</p></div></div></div>"""
    ann, bo = read(html, "movabletype")
    assert (ann.author, ann.parent_key) == ("Ann", None)
    assert (bo.author, bo.parent_key, bo.parent_evidence) == ("Bo", ann.key, "reply-link")


def test_a_name_at_the_head_of_the_first_line_is_the_authors_not_the_link_beside_the_date() -> None:
    html = """<div id="comments"><div id="comment-6a00d8341c00000001" class="comment">
    <div class="comment-header"><b><a href="http://ann.example">Ann</a></b> said...</div>
    <div class="comment-body"><p>One.</p></div>
    <div class="comment-footer"><a href="#">Reply</a> <a href="#comment-6a00d8341c00000001">3 March
    2012 at 16:05</a></div></div></div>"""
    assert short(read(html, "typepad")) == [("Ann", "2012-03-03T16:05:00", "One.")]


def test_a_name_over_the_line_of_the_date_loses_the_words_of_the_platform() -> None:
    html = """<div id="comments"><div class="comment" id="comment-301"><div class="comment-content">
    <p>One.</p></div><p class="comment-footer">Posted by <a href="http://ann.example">Ann</a> on
    <a href="#comment-301">March 3, 2006 4:05 PM</a></p></div>
    <div class="comment" id="comment-302"><div class="comment-content"><p>Two.</p></div>
    <p class="comment-footer">Bo said in reply to <a href="#comment-301">Ann</a>...<br>
    <a href="#comment-302">March 4, 2006 4:05 PM</a></p></div></div>"""
    ann, bo = read(html, "typepad")
    assert (ann.author, says(ann)) == ("Ann", "One.")
    assert (bo.author, says(bo), bo.parent_key) == ("Bo", "Two.", ann.key)


def test_the_last_loose_name_of_a_thread_of_links_loses_the_words_of_the_platform() -> None:
    html = """<div id="comments"><div class="comment" id="comment-302"><div class="comment-content">
    <p>Two.</p></div><p class="comment-footer">Posted by Bo on March 4, 2006 4:05 PM</p></div></div>"""
    assert [c.author for c in read(html, "movabletype")] == ["Bo"]


def test_parts_of_a_source_are_no_parts_of_comments() -> None:
    html = """<div id="comments"><div id="serendipity_comment_702" class="serendipity_comment">
    <div class="serendipity_commentBody">Two.</div><div class="serendipity_comment_source">
    <a class="comment_source_trace" href="#c702">#1.1</a>
    <span class="comment_source_author"> Bo</span> on
    <span class="comment_source_date">2009-03-04 16:05</span></div></div></div>"""
    assert short(read(html)) == [("Bo", "2009-03-04T16:05:00", "Two.")]


def test_a_heading_beside_the_text_is_the_title_of_the_comment() -> None:
    html = """<div id="comments"><a id="comment-51"></a><div class="comment"><h3><a
    href="/comment/51#comment-51">Nice bridge</a></h3><div class="submitted">Submitted by
    <a href="/user/1" class="username">Ann</a> on Mon, 03/24/2013 - 17:05.</div>
    <div class="content"><p>One.</p></div></div></div>"""
    assert short(read(html, "drupal")) == [("Ann", "2013-03-24T17:05:00", "Nice bridge\nOne.")]


def test_note_in_brackets_behind_a_name_is_no_part_of_it() -> None:
    html = """<section id="comments"><article id="comment-31" class="comment"><footer>
    <p class="comment__author"><span>Piet</span> (not verified)</p><time datetime="2023-10-13">13
    October, 2023</time></footer><div class="comment__content"><p>It was rusting.</p></div></article>
    <article id="comment-32" class="comment"><footer><p class="comment__author"><span>Una</span></p>
    <time datetime="2023-10-14">14 October, 2023</time></footer><div class="comment__content">
    <p>Since spring.</p></div></article></section>"""
    assert short(read(html)) == [
        ("Piet", "2023-10-13", "It was rusting."),
        ("Una", "2023-10-14", "Since spring."),
    ]


def test_first_line_that_says_who_wrote_names_the_author_without_a_role() -> None:
    html = """<div id="comments"><div id="c31" class="bComment"><div class="bCommentTitle">Comment
    from: <a href="http://z.example">Kim</a> <span>[Visitor]</span></div><div class="bCommentText">
    <p>Gone at last.</p></div><div><a href="#c31">Permalink</a> 06/13/11 @ 13:22</div></div>
    <div id="c32" class="bComment"><div class="bCommentTitle">Comment from: Max [Member]</div>
    <div class="bCommentText"><p>Not for good.</p></div><div><a href="#c32">Permalink</a> 06/14/11 @
    08:00</div></div></div>"""
    kim, low = read(html)
    assert (kim.author, kim.author_url, low.author) == ("Kim", "http://z.example", "Max")
    assert [says(kim), says(low)] == ["Gone at last.", "Not for good."]


def test_items_named_for_comments_without_a_number_are_read() -> None:
    item = """<div class="itemcomment id4"><h3 class="commentauthor">{0} wrote:</h3>
    <div class="commentbody">{1}</div><div class="commentinfo">12 Feb 2006 21:04</div></div>"""
    sid, tom = read(item.format("Sid", "They had it coming.") + item.format("Tom", "No."))
    assert [(c.author, says(c)) for c in (sid, tom)] == [
        ("Sid", "They had it coming."),
        ("Tom", "No."),
    ]
