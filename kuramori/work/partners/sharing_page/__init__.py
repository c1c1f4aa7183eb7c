"""The share page (共有ページ): somebody at a partner looks at pages in a browser, without an account.

A link that is one person's, a code by mail to that person, their 「この契約の条件で受け取ります」, and from then
on pages with their name across each. Every request asks anew whether it is still so; no address returns the bytes of a
file as they were handed in. It takes the place of the locked ZIP by mail whose password follows in the next one.
"""
