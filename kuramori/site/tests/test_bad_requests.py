import pytest


@pytest.mark.django_db
def test_a_form_with_too_many_fields_is_told_in_japanese(client):
    fields = {f"x{number}": "1" for number in range(1200)}
    response = client.post("/check/result/", fields)
    assert response.status_code == 400
    page = response.content.decode()
    assert "送られたものを読めませんでした" in page
    assert "保存していません" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "limit"), [("application/x-www-form-urlencoded", 1), ("multipart/form-data; boundary=x", 21)]
)
def test_what_is_too_large_is_told_with_the_limit_of_its_place(client, kind, limit):
    response = client.post(
        "/check/result/", b"x", content_type=kind, CONTENT_LENGTH=str(limit * 1024 * 1024 + 1)
    )
    assert response.status_code == 413
    assert f"{limit} MB" in response.content.decode()
